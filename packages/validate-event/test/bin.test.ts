import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readLog, sealEvent } from '@gatecycle/event-schema'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eventNumber, sealedLines } from './logs.ts'

const bins = process.env['GATECYCLE_TEST_BINS'] ?? ''
const bin = join(bins, 'validate-event.js')

interface Ended {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

function start(argv: readonly string[], input?: string | Buffer): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...argv], {
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  })
  return { status, stdout, stderr }
}

describe.skipIf(!existsSync(bin))('the built command (skipped where it was not built)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'validate-event-bin-'))
  const lines = sealedLines(40_000)
  const large = join(folder, 'large.jsonl')

  beforeAll(() => writeFileSync(large, lines.join('')))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('has its second thread beside it', () => {
    expect(existsSync(join(bins, 'parts/range-worker.js'))).toBe(true)
  })

  test('says of a large log what it says of a short one', () => {
    const { hash } = JSON.parse(lines.at(-1) ?? '') as { readonly hash: string }
    expect(start(['--chain', '--head', hash, large])).toEqual({
      status: 0,
      stdout: `${large}: 40000 sealed events, head ${hash}\n1 log, 40000 events: no problems\n`,
      stderr: '',
    })
  })

  test.each([5, 20_000, 39_990])('finds damage in line %i of a large log', (line) => {
    const damaged = join(folder, `damaged-${line}.jsonl`)
    writeFileSync(damaged, lines.with(line - 1, (lines[line - 1] ?? '').replace('driver', 'drivel')).join(''))
    const { status, stdout } = start(['--format', 'github', damaged])
    expect(status).toBe(1)
    expect(stdout).toMatch(new RegExp(`^::error file=[^,]+,line=${line},[^\n]*EV301[^\n]*\n$`, 'u'))
  })

  test('finds that the first line of a large log is missing', () => {
    const headless = join(folder, 'headless.jsonl')
    writeFileSync(headless, lines.slice(1).join(''))
    const { status, stdout } = start(['--format', 'github', headless])
    expect(status).toBe(1)
    expect(stdout).toMatch(/^::error file=[^,]+,line=1,[^\n]*EV302[^\n]*\n$/u)
  })

  test('finds that a large log has no events', () => {
    const blank = join(folder, 'blank.jsonl')
    writeFileSync(blank, '\n'.repeat(17 * 1024 * 1024))
    expect(start(['--format', 'github', blank]).stdout).toContain('EV101')
  })

  test('reads standard input, however much it is', () => {
    const { status, stdout } = start([], lines.join(''))
    expect({ status, stdout }).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('40000 events: no problems'),
    })
  })

  test.skipIf(process.platform === 'win32')(
    'reads a pipe that has a path, older lines before sealed ones, too',
    () => {
      const log = join(folder, 'mixed.jsonl')
      const older = `${JSON.stringify({ ...eventNumber(1), event_type: 'gate_reached', payload: { gate: 1 } })}\n`
      const { line } = sealEvent(readLog(older).head, eventNumber(2))
      writeFileSync(log, older + line)
      const script = `cat "$1" | "$2" "$3" /dev/stdin`
      const argv = ['-c', script, 'sh', log, process.execPath, bin]
      const { status, stdout, stderr } = spawnSync('sh', argv, { encoding: 'utf8' })
      expect({ status, stdout, stderr }).toMatchObject({ status: 0, stderr: '' })
      expect(start([log])).toMatchObject({ status: 0 })
    },
  )

  test('prints all that was found, also to a pipe', () => {
    const { status, stdout } = start(['--max-errors', '0', '--format', 'jsonl'], 'x\n'.repeat(20_000))
    expect(status).toBe(1)
    expect(stdout.trimEnd().split('\n')).toHaveLength(20_000)
  })
})

test('the hash of a line is what the page says it is', () => {
  const [line = ''] = sealedLines(1)
  const { hash } = JSON.parse(line) as { readonly hash: string }
  const bytes = line.slice(0, line.lastIndexOf(',"hash":'))
  expect(hash).toBe(`sha256:${createHash('sha256').update(bytes).digest('hex')}`)
})
