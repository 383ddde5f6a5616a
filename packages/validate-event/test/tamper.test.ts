import { describe, expect, test } from 'vitest'
import type { Finding } from '../src/finding.ts'
import { createLogCheck } from '../src/log-check.ts'
import { sealedLines } from './logs.ts'

const events = 50
const lines = sealedLines(events)
const log = Buffer.from(lines.join(''))
const head = (JSON.parse(lines.at(-1) ?? '') as { readonly hash: string }).hash

/** What is found in a log of which it is known with which line it ends. */
function check(bytes: Buffer, known: string = head): readonly Finding[] {
  const found: Finding[] = []
  const rules = {
    isChained: false,
    head: known === 'unknown' ? undefined : known,
    mayBeEmpty: false,
    from: 'beginning' as const,
  }
  const logCheck = createLogCheck({ ...rules, knowsType: undefined, checkEvent: undefined }, (finding) => {
    found.push(finding)
  })
  logCheck.feed(bytes)
  logCheck.end()
  return found
}

function hasErrors(bytes: Buffer): boolean {
  return check(bytes).some(({ severity }) => severity === 'error')
}

describe(`a sealed log of ${events} events (${log.length} bytes) of which the head is known`, () => {
  test('is valid', () => {
    expect(check(log)).toEqual([])
  })

  test('is never valid when it is cut off at any byte', () => {
    const missed: number[] = []
    for (let length = 0; length < log.length; length += 1) {
      if (!hasErrors(log.subarray(0, length))) missed.push(length)
    }
    console.log(`truncated: ${log.length} positions, ${missed.length} missed`)
    expect(missed).toEqual([])
  })

  test('is never valid when any byte is another one', () => {
    const missed: string[] = []
    const copy = Buffer.from(log)
    for (let at = 0; at < log.length; at += 1) {
      // one of the eight bits, or all of them, by turns
      const mask = at % 9 === 8 ? 0xff : 1 << (at % 9)
      copy[at] = (log[at] ?? 0) ^ mask
      if (!hasErrors(copy)) missed.push(`${at} ^ ${mask}`)
      copy[at] = log[at] ?? 0
    }
    console.log(`flipped: ${log.length} positions, ${missed.length} missed`)
    expect(missed).toEqual([])
  })

  test('is not valid when a byte of its last line is another one, even if nobody knows the head', () => {
    // a log of one line: its prev says that nothing stands before it
    const [first = ''] = lines
    const missed: string[] = []
    for (let at = 0; at < first.length; at += 1) {
      for (let bit = 1; bit < 256; bit *= 2) {
        const copy = Buffer.from(first)
        copy[at] = (copy[at] ?? 0) ^ bit
        if (!check(copy, 'unknown').some(({ severity }) => severity === 'error'))
          missed.push(`${at} ^ ${bit}`)
      }
    }
    expect(missed).toEqual([])
  })

  test('is never valid when bytes are put in or taken out', () => {
    const missed: number[] = []
    for (let at = 0; at <= log.length; at += 13) {
      const inserted = Buffer.concat([log.subarray(0, at), Buffer.from([10]), log.subarray(at)])
      const removed = Buffer.concat([log.subarray(0, at), log.subarray(at + 1)])
      if (!hasErrors(inserted) || (at < log.length && !hasErrors(removed))) missed.push(at)
    }
    expect(missed).toEqual([])
  })

  test('is never valid without one of its lines, or with two of them changed over', () => {
    for (let index = 0; index < events; index += 1) {
      expect(hasErrors(Buffer.from(lines.toSpliced(index, 1).join('')))).toBe(true)
      const [line = ''] = lines.slice(index)
      const moved = lines.toSpliced(index, 1).toSpliced((index + 1) % events, 0, line)
      if (moved.join('') !== log.toString()) expect(hasErrors(Buffer.from(moved.join('')))).toBe(true)
    }
  })
})
