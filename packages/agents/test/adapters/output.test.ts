import { createHash } from 'node:crypto'
import { readFileSync, statSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { createCappedOutput } from '../../src/adapters/capped-output.ts'
import { runProcess } from '../../src/index.ts'
import { test } from '../run-test.ts'

describe('what a stream said', () => {
  test.for([
    ['fits exactly', 6, ['abc', 'def'], 'abcdef', false],
    ['is one byte too long', 6, ['abc', 'defg'], 'abc\n… 1 bytes left out …\nefg', true],
    ['comes in one chunk', 4, ['abcdefgh'], 'ab\n… 4 bytes left out …\ngh', true],
    ['comes byte by byte', 4, 'abcdefgh'.split(''), 'ab\n… 4 bytes left out …\ngh', true],
    ['goes around the ring', 6, ['abcd', 'ef', 'ghij', 'k'], 'abc\n… 5 bytes left out …\nijk', true],
    ['has an odd cap', 5, ['abcdefgh'], 'abc\n… 3 bytes left out …\ngh', true],
    ['is not kept at all', 0, ['abc'], '\n… 3 bytes left out …\n', true],
    ['is cut inside characters', 8, ['aé€', '…', '€éb'], 'aé\n… 7 bytes left out …\néb', true],
    ['is empty', 4, [], '', false],
  ] as const)('%s', ([, cap, chunks, text, truncated]) => {
    const output = createCappedOutput(cap)
    for (const chunk of chunks) output.push(Buffer.from(chunk))
    const all = Buffer.from(chunks.join(''))
    const sha256 = createHash('sha256').update(all).digest('hex')
    expect(output.finish()).toEqual({ text, bytes: all.length, sha256, truncated })
  })

  test('is counted and hashed to the last of 50 MB, and kept up to the cap', async ({ run }) => {
    const hash = createHash('sha256')
    const order = run.order('agent-floods-output', ['50000000'], {
      outputCapBytes: 10_000,
      onOutput: (chunk) => hash.update(chunk),
    })
    const { stdout } = await runProcess(order)
    expect(stdout).toMatchObject({ bytes: 50_000_000, truncated: true, sha256: hash.digest('hex') })
    expect(stdout.text).toMatch(/^line 1\nline 2\n/u)
    expect(stdout.text).toContain('\n… 49990000 bytes left out …\n')
    expect(stdout.text.length).toBeLessThan(10_100)
  })
})

describe('an output file', () => {
  test('gets every byte and is readable by its owner only', async ({ run }) => {
    const outputFile = join(run.folder, 'raw.log')
    const order = run.order('agent-floods-output', ['3000000'], { outputCapBytes: 10, outputFile })
    const end = await runProcess(order)
    const sha256 = createHash('sha256').update(readFileSync(outputFile)).digest('hex')
    expect(end.outputFile).toEqual({ bytes: 3_000_000, truncated: false, problem: undefined })
    expect(sha256).toBe(end.stdout.sha256)
    expect(statSync(outputFile).mode & 0o777).toBe(0o600)
  })

  test('stops at its cap', async ({ run }) => {
    const outputFile = join(run.folder, 'raw.log')
    const order = run.order('agent-floods-output', ['3000000'], { outputFile, outputFileCapBytes: 1000 })
    const end = await runProcess(order)
    expect(end.outputFile).toEqual({ bytes: 1000, truncated: true, problem: undefined })
    expect(statSync(outputFile).size).toBe(1000)
  })

  test('that cannot be opened is told before anything is started', async ({ run }) => {
    const order = run.order('agent-silent', [], { outputFile: join(run.folder, 'missing', 'raw.log') })
    await expect(runProcess(order)).rejects.toThrow('ENOENT')
  })

  test.skipIf(process.platform !== 'linux')('on a full disk does not end the run', async ({ run }) => {
    const outputFile = join(run.folder, 'raw.log')
    symlinkSync('/dev/full', outputFile)
    const end = await runProcess(run.order('agent-floods-output', ['1000000'], { outputFile }))
    expect(end).toMatchObject({ kind: 'exited', exitCode: 0, stdout: { bytes: 1_000_000 } })
    expect(end.outputFile?.problem).toContain('ENOSPC')
  })
})
