import { HttpError } from './http-error.mjs'

/** Every route of the service. A handler takes {context, params, body} and returns {status, headers?, body}. */
export const routes = [
  { method: 'GET', path: /^\/notes$/, handle: listNotes },
  { method: 'POST', path: /^\/notes$/, handle: addNote },
  { method: 'GET', path: /^\/notes\/(?<id>\d+)$/, handle: readNote },
]

/** The route for a request; 404 for an unknown path, 405 with `allow` for a known path under another method. */
export function findRoute(method, path) {
  const matches = routes.filter((route) => route.path.test(path))
  const route = matches.find((candidate) => candidate.method === method)
  if (route) return { route, params: route.path.exec(path).groups ?? {} }
  if (matches.length === 0) throw new HttpError(404, `nothing at ${path}`)
  const allow = matches.map((match) => match.method).join(', ')
  throw new HttpError(405, `${path} answers ${allow}`, { allow })
}

function listNotes({ context }) {
  return { status: 200, body: { notes: context.notes.list() } }
}

function addNote({ context, body }) {
  const text = body?.text
  if (typeof text !== 'string' || text.trim() === '') throw new HttpError(400, 'a note needs a text')
  const note = context.notes.add(text)
  return { status: 201, headers: { location: `/notes/${note.id}` }, body: note }
}

function readNote({ context, params }) {
  const note = context.notes.find(Number(params.id))
  if (!note) throw new HttpError(404, `no note ${params.id}`)
  return { status: 200, body: note }
}
