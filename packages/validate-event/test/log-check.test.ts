import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { digestOf, readLog, sealEvent, type UnsealedEvent } from '@gatecycle/event-schema'
import { checkQuietly, joinParts } from '../src/check-quietly.ts'
import type { Finding } from '../src/finding.ts'
import { createLogCheck } from '../src/log-check.ts'
import type { LogRules } from '../src/log-state.ts'
import { createOlderPart } from '../src/older-part.ts'
import { createLineSplitter } from '../src/split-lines.ts'
import { eventNumber, sealedLines } from './logs.ts'

const rules: LogRules = {
  isChained: false,
  head: undefined,
  mayBeEmpty: false,
  from: 'beginning',
  knowsType: undefined,
  checkEvent: undefined,
}
const lines = sealedLines(6)
const older =
  '{"timestamp":"2026-01-31T09:30:00Z","correlation_id":"FEAT-2026-0007","event_type":"gate_reached","source":"driver","source_version":"1","payload":{"gate":1}}\n'

function check(chunks: readonly Buffer[], more: Partial<LogRules> = {}): readonly Finding[] {
  const found: Finding[] = []
  const logCheck = createLogCheck({ ...rules, ...more }, (finding) => void found.push(finding))
  for (const chunk of chunks) logCheck.feed(chunk)
  logCheck.end()
  return found.toSorted((a, b) => a.line - b.line || a.column - b.column)
}

function codesOf(log: string, more: Partial<LogRules> = {}): readonly string[] {
  return check([Buffer.from(log)], more).map(({ code, line }) => `${code} ${line}`)
}

describe('a log may come in pieces of any size', () => {
  const log = Buffer.from(
    [
      older,
      ...lines.slice(0, 2),
      '{"a":\n',
      '\n',
      ...lines.slice(3),
      `{"ü":"${'€'.repeat(30)}"}\n`,
      'torn',
    ].join(''),
  )
  const whole = check([log])

  test('and the findings are the same', () => {
    expect(whole.length).toBeGreaterThan(5)
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1 }), (sizes) => {
        const chunks: Buffer[] = []
        for (let at = 0, turn = 0; at < log.length; turn += 1) {
          const size = sizes[turn % sizes.length] ?? 1
          chunks.push(log.subarray(at, at + size))
          at += size
        }
        expect(check(chunks)).toEqual(whole)
      }),
    )
  })

  test('of a line without end no more is kept than can be allowed', () => {
    const splitter = createLineSplitter(1000, () => {})
    for (let piece = 0; piece < 50; piece += 1) splitter.feed(Buffer.alloc(300, 'x'))
    expect(splitter.end().length).toBe(1001)
  })
})

describe('the chain', () => {
  const all = [0, 1, 2, 3, 4, 5]
  const pick = (...indexes: readonly number[]) => indexes.map((index) => lines[index] ?? '').join('')

  test.each<[string, string, readonly string[]]>([
    ['is whole', pick(...all), []],
    ['lacks one line', pick(0, 1, 3, 4, 5), ['EV302 3']],
    ['lacks lines at two places', pick(0, 2, 5), ['EV302 2', 'EV302 3']],
    ['lacks the first line', pick(1, 2, 3, 4, 5), ['EV302 1']],
    ['has a line later than it was written', pick(0, 2, 3, 1, 4, 5), ['EV304 4']],
    ['has a line earlier than it was written', pick(0, 4, 1, 2, 3, 5), ['EV304 3', 'EV304 4', 'EV304 5']],
    ['has lost and moved lines', pick(0, 4, 2, 5), ['EV302 2', 'EV302 2', 'EV304 3']],
    ['has a line twice', pick(0, 1, 1, 2, 3, 4, 5), ['EV303 3']],
    ['goes on after a line that cannot be read', `${pick(0, 1)}not json\n${pick(3, 4, 5)}`, ['EV109 3']],
    [
      'lacks a line behind one that cannot be read',
      `${pick(0, 1)}not json\n${pick(4, 5)}`,
      ['EV109 3', 'EV302 4'],
    ],
    ['begins with a line that cannot be read', `not json\n${pick(1, 2)}`, ['EV109 1']],
    [
      'lacks a line long after one that cannot be read',
      `${pick(0)}not json\n${pick(2, 3, 5)}`,
      ['EV109 2', 'EV302 5'],
    ],
    ['has an older line inside', pick(0) + older + pick(1), ['EV306 2']],
    ['has an empty line inside', `${pick(0)}\n${pick(1)}`, ['EV307 2']],
    ['has an empty line before it', `\n${pick(0)}`, ['EV305 2']],
  ])('%s', (_, log, wanted) => expect(codesOf(log)).toEqual(wanted))

  test('a line that was written by another hand does not follow', () => {
    const other = sealEvent({ seq: 2, hash: `sha256:${'0'.repeat(64)}` }, eventNumber(9)).line
    expect(codesOf(pick(0, 1) + other)).toEqual(['EV305 3'])
  })

  test('begins with the digest of the older lines before it', () => {
    const { head } = readLog(older + older)
    const event: UnsealedEvent = eventNumber(1)
    const { line } = sealEvent(head, event)
    expect(codesOf(older + older + line)).toEqual([])
    expect(codesOf(older + line)).toEqual(['EV305 2'])
    expect(codesOf(older + older.replace('"1"', '"2"') + line)).toEqual(['EV305 3'])
  })

  test('is required where somebody asks for it', () => {
    expect(codesOf(older, { isChained: true })).toEqual(['EV306 1'])
    expect(codesOf(pick(0), { isChained: true })).toEqual([])
  })

  test('ends with the head, where somebody knows it', () => {
    const { hash } = JSON.parse(lines[5] ?? '') as { readonly hash: string }
    expect(codesOf(pick(...all), { head: hash })).toEqual([])
    expect(codesOf(pick(0, 1, 2, 3, 4), { head: hash })).toEqual(['EV308 5'])
    expect(codesOf(older, { head: hash })).toEqual(['EV308 1'])
    expect(codesOf('', { head: hash })).toEqual(['EV101 1', 'EV308 1'])
  })
})

test('an older log whose last line does not end is whole, if the line is', () => {
  expect(check([Buffer.from(older.trimEnd())])).toMatchObject([{ code: 'EV102', severity: 'warning' }])
  expect(check([Buffer.from(older.slice(0, -5))])).toMatchObject([{ code: 'EV102', severity: 'error' }])
})

test('the last line of a sealed log has to end, even if it is whole', () => {
  expect(check([Buffer.from(lines.join('').trimEnd())])).toMatchObject([{ code: 'EV102', severity: 'error' }])
  expect(check([Buffer.from((lines[0] ?? '').trimEnd())])).toMatchObject([
    { code: 'EV102', severity: 'error' },
  ])
})

test('a line that ends with CR LF is told of, but an older one is valid', () => {
  expect(check([Buffer.from(older.replace('\n', '\r\n'))])).toMatchObject([
    { code: 'EV104', severity: 'warning' },
  ])
})

test.each([
  ['a number that no reader can hold', '1e999', 'EV112 1'],
  ['a whole number that readers round', '9007199254740993', 'EV112 1'],
  ['a number too large in a list', '[{"a":[0,-1e400]}]', 'EV112 1'],
  ['what is nested too deeply', `${'['.repeat(70)}1${']'.repeat(70)}`, 'EV108 1'],
  ['what no stack can hold', `${'['.repeat(500_000)}1${']'.repeat(500_000)}`, 'EV108 1'],
  ['objects that are nested too deeply', `${'{"a":'.repeat(70)}1${'}'.repeat(70)}`, 'EV108 1'],
  ['what nests as deeply as it may', `${'['.repeat(62)}1${']'.repeat(62)}`, undefined],
  ['a large number with a fraction', '1e300', undefined],
])('in a payload that no schema describes %s is found all the same', (_, value, wanted) => {
  const line = older.replace('gate_reached', 'plan_ready').replace('{"gate":1}', `{"a":${value}}`)
  expect(codesOf(line)).toEqual(wanted === undefined ? [] : [wanted])
  expect(readLog(line).problem?.code).toBe(wanted?.slice(0, 5))
})

describe('a line that was sealed with care, and not by sealEvent', () => {
  test('may not have a name twice', () => {
    const open = (lines[0] ?? '').replace('"bytes":0', '"bytes":1,"bytes":0').replace(/,"hash":.*\n$/u, '')
    expect(codesOf(`${open},"hash":"${digestOf(open)}"}\n`)).toEqual(['EV111 1'])
    expect(codesOf(older.replace('"gate":1', '"gate":2,"gate":1'))).toEqual(['EV111 1'])
  })

  test('may not end in another way', () => {
    const open = (lines[0] ?? '').replace(/,"hash":.*\n$/u, '')
    // the digest of what stands before the place where the hash should begin
    expect(codesOf(`${open},"hash":"${digestOf(`${open},`)}"} \n`)).toEqual(['EV309 1'])
  })
})

describe('a log in two parts', () => {
  test('is the whole, wherever it is parted', () => {
    const whole = checkQuietly([Buffer.from(lines.join(''))])
    for (let border = 1; border < lines.length; border += 1) {
      const [one, two] = [lines.slice(0, border), lines.slice(border)].map((part) =>
        checkQuietly([Buffer.from(part.join(''))]),
      )
      if (one === undefined || two === undefined) throw new Error('a part is not valid')
      expect(joinParts(one, two)).toEqual(whole)
      expect(joinParts(two, one)).toBeUndefined()
    }
  })

  test('is looked at as a whole when anything may be wrong with it', () => {
    const [first = '', second = '', third = ''] = lines
    expect(checkQuietly([Buffer.from(first.replace('driver', 'drivel'))])).toBeUndefined()
    expect(checkQuietly([Buffer.from(`${first}\n`)])).toBeUndefined()
    expect(checkQuietly([Buffer.from(first), Buffer.from(third)])).toBeUndefined()
    const parts = [older + first, second].map((part) => checkQuietly([Buffer.from(part)]))
    const [one, two] = parts
    expect(one && two && joinParts(one, two)).toBeUndefined()
  })

  test('is not believed to follow from anything at its beginning', () => {
    const [, second = '', third = ''] = lines
    const log = [Buffer.from(second + third)]
    expect(checkQuietly(log)).toMatchObject({ events: 2 })
    expect(checkQuietly(log, createOlderPart())).toBeUndefined()
    expect(checkQuietly([Buffer.from(lines.join(''))], createOlderPart())).toMatchObject({ sealed: 6 })
  })

  test('is looked at as a whole when its parts are of two logs', () => {
    const { head } = readLog(lines.slice(0, 3).join(''))
    const other = sealEvent(head && { ...head, hash: `sha256:${'0'.repeat(64)}` }, eventNumber(3)).line
    const [one, two] = [lines.slice(0, 3).join(''), other].map((part) => checkQuietly([Buffer.from(part)]))
    expect(two).toBeDefined()
    expect(one && two && joinParts(one, two)).toBeUndefined()
  })

  test('of older lines needs no chain', () => {
    const part = checkQuietly([Buffer.from(older)])
    expect(part && joinParts(part, part)).toMatchObject({ events: 2, sealed: 0 })
  })
})
