import { createApp, listen } from './server.mjs'

const server = createApp()
const url = await listen(server, Number(process.env.PORT ?? 8080))

// Before the line below: whoever reads it may send the signal at once.
process.once('SIGTERM', () => server.close())
process.stdout.write(`listening on ${url}\n`)
