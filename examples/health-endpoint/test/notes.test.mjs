import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createApp, listen } from '../src/server.mjs'

const server = createApp({ now: () => Date.UTC(2026, 0, 2) })
let url

before(async () => {
  url = await listen(server)
})
after(() => server.close())

test('a note is added, listed and read back', async () => {
  const note = { id: 1, text: 'water the plants', created_at: '2026-01-02T00:00:00.000Z' }

  const added = await addNote(JSON.stringify({ text: note.text }))
  assert.equal(added.status, 201)
  assert.equal(added.headers.get('location'), '/notes/1')
  assert.deepEqual(await added.json(), note)

  assert.deepEqual(await readJson('/notes'), { notes: [note] })
  assert.deepEqual(await readJson('/notes/1'), note)
})

test('an unknown note is a 404', async () => {
  const response = await fetch(`${url}/notes/99`)
  assert.equal(response.status, 404)
  assert.deepEqual(await response.json(), { error: 'no note 99' })
})

test('a note without a text is a 400', async () => {
  assert.equal((await addNote('{"text":" "}')).status, 400)
  assert.equal((await addNote('null')).status, 400)
})

test('a body that is not JSON is a 400', async () => {
  assert.equal((await addNote('water the plants')).status, 400)
})

test('a body above the limit is a 413', async () => {
  assert.equal((await addNote(JSON.stringify({ text: 'x'.repeat(17_000) }))).status, 413)
})

const addNote = (body) => fetch(`${url}/notes`, { method: 'POST', body })

const readJson = async (path) => (await fetch(`${url}${path}`)).json()
