import { once } from 'node:events'
import { createServer } from 'node:http'
import { HttpError } from './http-error.mjs'
import { createNotes } from './notes.mjs'
import { readJson } from './read-json.mjs'
import { findRoute } from './routes.mjs'

/** The service as a Node HTTP server that does not listen yet. `now` is its only clock, in milliseconds. */
export function createApp({ now = Date.now } = {}) {
  const context = { notes: createNotes(now) }
  return createServer((request, response) => {
    void answer(context, request)
      .catch(toErrorReply)
      .then((reply) => send(response, reply))
  })
}

/** Binds to the loopback and returns the base URL; port 0 takes any free port. */
export async function listen(server, port = 0) {
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${server.address().port}`
}

async function answer(context, request) {
  const [path] = request.url.split('?')
  const { route, params } = findRoute(request.method, path)
  const body = request.method === 'POST' ? await readJson(request) : undefined
  return route.handle({ context, params, body })
}

function toErrorReply(error) {
  if (error instanceof HttpError) {
    return { status: error.status, headers: error.headers, body: { error: error.message } }
  }
  process.stderr.write(`${error.stack}\n`)
  return { status: 500, body: { error: 'internal error' } }
}

function send(response, { status, headers = {}, body }) {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
  response.end(`${JSON.stringify(body)}\n`)
}
