import { expect, test } from 'vitest'
import type { Gate, Unit } from '@gatecycle/plan-model'
import { compareBooks, type Landed } from '../../src/policy/compare-books.ts'
import { createFeature, createGate, createUnit } from '../sample-feature.ts'

const idOf = (name: string): string => `FEAT-2026-0007/${name}`
const landed = (commits: Readonly<Record<string, number>>, ...lines: readonly string[]): Landed => ({
  byCommit: new Map(
    Object.entries(commits).map(([name, attempt]) => [idOf(name), { commit: 'c0ffee', attempt }]),
  ),
  byLog: new Set(lines.map(idOf)),
})
const done = (name: string, attempts = 1): Unit => createUnit(name, { status: 'done', attempts })

function found(
  units: readonly Unit[],
  history: Landed,
  gate: Partial<Gate> = {},
): readonly (readonly unknown[])[] {
  const feature = createFeature([createGate(units, gate)])
  return compareBooks(feature, history).map(({ text, edits }) => [text, edits])
}

test('front matter that says something else than commits and log is named, with what it has to say', () => {
  const units = [done('T01'), done('T02'), createUnit('T03'), createUnit('T04'), done('T05', 3)]
  expect(found(units, landed({ T01: 1, T03: 2, T05: 1 }, 'T01'))).toEqual([
    [
      'WU-t02.md says done, but no commit and no line of the log tells that FEAT-2026-0007/T02 landed',
      { status: 'pending' },
    ],
    [
      'WU-t03.md says pending, but a commit of FEAT-2026-0007/T03 is in the history',
      { status: 'done', attempts: 2 },
    ],
    ['WU-t05.md says 3 attempts, but FEAT-2026-0007/T05 landed with attempt 1', { attempts: 1 }],
  ])
})

test('after a squash merge the log is enough', () => {
  expect(found([done('T01'), done('T02', 2)], landed({ T01: 1 }, 'T02'))).toEqual([])
})

test('what a person passed is not opened again', () => {
  expect(found([done('T01'), createUnit('T02')], landed({ T02: 1 }), { status: 'passed' })).toEqual([
    [expect.stringContaining('its gate is passed: look at it yourself'), undefined],
    [expect.stringContaining('a commit of FEAT-2026-0007/T02'), { status: 'done', attempts: 1 }],
  ])
})
