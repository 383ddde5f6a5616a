import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'
import { afterAll, beforeAll, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'command-line-'))
const program = join(folder, 'program.cjs')

beforeAll(() => {
  buildSync({
    stdin: {
      contents: `import { createProcessIo } from './src/adapters/create-process-io.ts'
        const io = createProcessIo()
        if (process.argv[2] === 'terminal') io.stdout(JSON.stringify({ ...io.isTerminal }))
        else { io.stdout('ü'.repeat(500_000) + '\\n'); io.stderr('end\\n') }`,
      resolveDir: fileURLToPath(new URL('..', import.meta.url)),
    },
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    conditions: ['@gatecycle/source'],
  })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('all of a long text is written, also to a reader that is slow to begin', async () => {
  const child = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'ignore'] })
  let length = 0
  child.stdout.pause()
  setImmediate(() => child.stdout.on('data', (chunk: Buffer) => void (length += chunk.length)).resume())
  const code = await new Promise((resolve) => child.on('close', resolve))
  expect({ code, length }).toEqual({ code: 0, length: 1_000_001 })
})

test.skipIf(process.platform === 'win32')('a reader that goes away ends the output, not the command', () => {
  const line = `${JSON.stringify(process.execPath)} ${JSON.stringify(program)} | head -c 1; echo "\${PIPESTATUS[0]}"`
  const { stdout, stderr } = spawnSync('bash', ['-c', line], { encoding: 'utf8' })
  expect(stdout.endsWith('0\n')).toBe(true)
  expect(stderr).toBe('end\n')
})

test('pipes, files and nothing at all are no terminals', () => {
  for (const stdin of ['pipe', 'ignore'] as const) {
    const { stdout } = spawnSync(process.execPath, [program, 'terminal'], {
      stdio: [stdin, 'pipe', 'pipe'],
      encoding: 'utf8',
    })
    expect(JSON.parse(stdout)).toEqual({ stdin: false, stdout: false, stderr: false })
  }
})
