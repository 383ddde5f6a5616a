import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { createSharedWork, readBack, readFront } from '../src/adapters/shared-work.ts'

const folder = mkdtempSync(join(tmpdir(), 'shared-work-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const mebibyte = 1024 * 1024
const lines = Array.from({ length: 30_000 }, (_, number) => `${number} ${'x'.repeat(number % 1000)}\n`).join(
  '',
)
const long = `${'y'.repeat(9 * mebibyte)}\n`

/** The two threads, one step after the other; `first` is how many chunks the front reads before the back begins. */
function read(log: string, first: number): { front: string; back: readonly string[]; border: number } {
  const path = join(folder, 'log.jsonl')
  writeFileSync(path, log)
  const work = createSharedWork(path, Buffer.byteLength(log))
  let [front, border] = ['', -1]
  const chunks = readFront(work, (at) => void (border = at))
  for (let step = 0; step < first; step += 1) front += String(chunks.next().value ?? '')
  const back = readBack(work)
  const parts: string[] = []
  for (let part = back.next(); part.done !== true; part = back.next()) {
    let text = ''
    for (const chunk of part.value) text += String(chunk)
    parts.unshift(text)
    front += String(chunks.next().value ?? '')
  }
  for (const chunk of chunks) front += String(chunk)
  return { front, back: parts, border }
}

test.each([
  ['many lines', lines],
  ['a last line that does not end', lines + lines.slice(0, 7)],
  ['a line longer than two parts', lines.slice(0, 3 * mebibyte) + long + lines],
  ['nothing but a line that does not end', long.trimEnd()],
])('two threads read all of a file with %s, and nothing twice', (_, log) => {
  for (const first of [1, 6, 100]) {
    const { front, back, border } = read(log, first)
    expect(front.length).toBe(border)
    expect(front + back.join('') === log).toBe(true)
    for (const part of back.slice(0, -1)) expect(part === '' || part.endsWith('\n')).toBe(true)
  }
})
