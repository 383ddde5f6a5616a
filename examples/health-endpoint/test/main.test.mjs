import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../src/main.mjs', import.meta.url))
const skip = process.platform === 'win32' && 'there SIGTERM ends a process without asking it'

test('the process says where it listens and exits 0 on SIGTERM', { skip }, async (t) => {
  const child = spawn(process.execPath, [main], { env: { ...process.env, PORT: '0' } })
  t.after(() => child.kill('SIGKILL'))

  const [line] = await once(child.stdout.setEncoding('utf8'), 'data')
  assert.match(line, /^listening on http:\/\/127\.0\.0\.1:\d+\n$/)

  child.kill('SIGTERM')
  assert.deepEqual(await once(child, 'exit'), [0, null])
})
