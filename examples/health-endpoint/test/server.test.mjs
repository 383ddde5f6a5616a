import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createApp, listen } from '../src/server.mjs'

const server = createApp()
let url

before(async () => {
  url = await listen(server)
})
after(() => server.close())

test('an unknown path is a 404 in JSON', async () => {
  const response = await fetch(`${url}/nowhere`)
  assert.equal(response.status, 404)
  assert.equal(response.headers.get('content-type'), 'application/json; charset=utf-8')
  assert.deepEqual(await response.json(), { error: 'nothing at /nowhere' })
})

test('a known path under another method is a 405 that names the methods', async () => {
  const response = await fetch(`${url}/notes`, { method: 'DELETE' })
  assert.equal(response.status, 405)
  assert.equal(response.headers.get('allow'), 'GET, POST')
})

test('a query does not change the route', async () => {
  const response = await fetch(`${url}/notes?page=2`)
  assert.equal(response.status, 200)
})
