import { HttpError } from './http-error.mjs'

const MAX_BYTES = 16 * 1024

/** The request's body as JSON; 413 when it is too large, 400 when it is not JSON. */
export async function readJson(request) {
  const chunks = []
  let bytes = 0
  for await (const chunk of request) {
    bytes += chunk.length
    // Reading goes on past the limit: leaving the loop would cut the connection before the 413 is sent.
    if (bytes <= MAX_BYTES) chunks.push(chunk)
  }
  if (bytes > MAX_BYTES) throw new HttpError(413, `a body has at most ${MAX_BYTES} bytes`)
  return parseJson(Buffer.concat(chunks).toString('utf8'))
}

function parseJson(text) {
  try {
    return JSON.parse(text)
  } catch {
    throw new HttpError(400, 'the body is not JSON')
  }
}
