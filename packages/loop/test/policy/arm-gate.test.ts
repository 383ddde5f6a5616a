import { expect, test } from 'vitest'
import { parseMarkdownFile, type Feature, type Gate } from '@gatecycle/plan-model'
import { armFlips, gateToArm } from '../../src/policy/arm-gate.ts'
import type { RunPlan } from '../../src/policy/run-plan.ts'
import { createFeature, createGate, createUnit, unitText } from '../sample-feature.ts'

const unit = createUnit('T01')
const waiting = createGate([unit], { number: 1, status: 'awaiting_review', terminal: false })
const next = createGate([createUnit('T02')], { number: 2 })
const empty = createGate([], { number: 2 })
const open = createGate([unit], { number: 1 })
// Which gate to arm depends on kind and gate of a plan only.
const current = (gate: Gate): RunPlan => ({ kind: 'gate', gate }) as RunPlan

test.each<readonly [string, Feature, RunPlan, unknown]>([
  ['the current gate', createFeature([open]), current(open), { kind: 'gate', gate: open }],
  [
    'the gate behind one that waits',
    createFeature([waiting, next]),
    { kind: 'waiting', gate: waiting },
    { kind: 'gate', gate: next },
  ],
  [
    'nothing, when all is passed',
    createFeature([]),
    { kind: 'no-gate-left' },
    { kind: 'refused', reason: 'every gate is passed: there is nothing to arm' },
  ],
  [
    'nothing, when the last gate waits',
    createFeature([{ ...waiting, terminal: true }]),
    { kind: 'waiting', gate: { ...waiting, terminal: true } },
    { kind: 'refused', reason: 'gate 1 is the last one and waits for review; loop accept ends the feature' },
  ],
  [
    'nothing, when the next gate is not drafted',
    createFeature([waiting, empty]),
    { kind: 'waiting', gate: waiting },
    { kind: 'refused', reason: 'gate 2 has no units yet: draft it first' },
  ],
  [
    'nothing, when there is no next gate',
    createFeature([waiting]),
    { kind: 'waiting', gate: waiting },
    { kind: 'refused', reason: 'gate 2 has no units yet: draft it first' },
  ],
  [
    'nothing, when the current gate is not drafted',
    createFeature([empty]),
    current(empty),
    { kind: 'refused', reason: 'gate 2 has no units yet: draft it first' },
  ],
])('an arm is for %s', (_what, feature, planned, expected) => {
  expect(gateToArm(feature, planned)).toEqual(expected)
})

test('arming makes drafts pending and passes the gates before, and touches nothing else', () => {
  const text = unitText('FEAT-2026-0007/T02').replace('status: pending', 'status: draft # soon')
  const draft = createUnit('T02', { status: 'draft', file: parseMarkdownFile('WU-t02.md', text) })
  const done = createUnit('T03', { status: 'done' })
  const second = createGate([draft, done], { number: 2 })
  const third = createGate([createUnit('T04', { status: 'draft' })], { number: 3 })
  const feature = createFeature([waiting, second, third])
  expect(armFlips(feature, second, 'f')).toEqual([
    ['f/GATE-01.md', waiting.file.text.replace('status: open', 'status: passed')],
    ['f/WU-t02.md', text.replace('status: draft # soon', 'status: pending # soon')],
  ])
})

test('a gate that is passed is not passed again, and an armed gate without drafts changes nothing', () => {
  expect(armFlips(createFeature([{ ...waiting, status: 'passed' }, next]), next, 'f')).toEqual([])
})
