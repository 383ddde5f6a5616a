import { describe, expect, test } from 'vitest'
import { sealEvent } from '@gatecycle/event-schema'
import type { Finding } from '../src/finding.ts'
import { createKnownShapes } from '../src/known-shapes.ts'
import { createLogCheck } from '../src/log-check.ts'
import type { LogRules, LogSummary } from '../src/log-state.ts'
import { eventNumber, sealedLines } from './logs.ts'

const rules: LogRules = {
  isChained: false,
  head: undefined,
  mayBeEmpty: false,
  from: 'beginning',
  knowsType: undefined,
  checkEvent: undefined,
}
/** With a further check every line is parsed: no shape is used. */
const slow: LogRules = { ...rules, checkEvent: () => [] }

function check(
  log: Buffer,
  by: LogRules,
): { readonly found: readonly Finding[]; readonly summary: LogSummary } {
  const found: Finding[] = []
  const logCheck = createLogCheck(by, (finding) => void found.push(finding))
  logCheck.feed(log)
  const summary = logCheck.end()
  return { found, summary }
}

const long = 45
const sealed = sealedLines(long)
const older = Array.from({ length: long }, (_, number) => {
  const { timestamp, correlation_id, source } = eventNumber(number)
  const event = { timestamp, correlation_id, event_type: 'task_started', source, source_version: '1' }
  return `${JSON.stringify({ ...event, payload: { type: 'dócs', model: null, re_arm_count: number } })}\n`
})

describe.each([
  ['sealed', sealed],
  ['older', older],
])('of a long %s log', (_, lines) => {
  const log = Buffer.from(lines.join(''))

  test('the last lines have a shape that is known', () => {
    const shapes = createKnownShapes()
    for (const line of lines) shapes.learn(JSON.parse(line) as never)
    const text = log.toString('latin1')
    const at = text.lastIndexOf('\n', text.length - 2) + 1
    expect(shapes.find(text, at)?.pattern.lastIndex).toBe(log.length)
    expect(shapes.find(text, at + 1)).toBeUndefined()
    expect(shapes.find('{"a":1}\n', 0)).toBeUndefined()
  })

  test('they are read as they would be without', () => {
    expect(check(log, rules)).toEqual(check(log, slow))
    expect(check(log, rules)).toMatchObject({ found: [], summary: { events: long } })
    expect(check(log, { ...rules, isChained: true }).found).toEqual(
      check(log, { ...slow, isChained: true }).found,
    )
  })

  test('the same is found when any byte of them is another one, or they are cut off', () => {
    const end = log.lastIndexOf(10, log.lastIndexOf(10, log.length - 2) - 1) + 1
    for (let at = end; at < log.length; at += 1) {
      const copy = Buffer.from(log)
      // one of the eight bits, or all of them, by turns
      copy[at] = (log[at] ?? 0) ^ (at % 9 === 8 ? 0xff : 1 << (at % 9))
      expect(check(copy, rules)).toEqual(check(copy, slow))
      if (at % 7 !== 0) continue
      const cut = log.subarray(0, at)
      expect(check(cut, rules)).toEqual(check(cut, slow))
    }
  })

  test.each<[string, (lines: readonly string[]) => readonly string[]]>([
    ['is missing', (all) => all.toSpliced(-3, 1)],
    ['is there twice', (all) => [...all, all.at(-1) ?? '']],
    ['is moved', (all) => [...all.slice(0, -2), all.at(-1) ?? '', all.at(-2) ?? '']],
    ['is of the other kind', (all) => all.toSpliced(-2, 0, older[0] ?? '')],
    ['is empty', (all) => all.toSpliced(-2, 0, '\n')],
    ['is no JSON', (all) => all.toSpliced(-3, 1, 'x\n')],
    [
      'is that of another log',
      (all) => [...all, sealEvent({ seq: long, hash: 'sha256:0' }, eventNumber(1)).line],
    ],
    [
      'is longer than any shape',
      (all) => all.toSpliced(-2, 1, (all.at(-2) ?? '').replace('driver', 'd'.repeat(9000))),
    ],
    ['ends with CR LF', (all) => all.toSpliced(-2, 1, (all.at(-2) ?? '').replace('\n', '\r\n'))],
  ])('the same is found when a line %s', (_, change) => {
    const changed = Buffer.from(change(lines).join(''))
    expect(check(changed, rules)).toEqual(check(changed, slow))
  })
})
