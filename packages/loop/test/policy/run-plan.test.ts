import { expect, test } from 'vitest'
import type { SealedEvent } from '@gatecycle/event-schema'
import { parseMarkdownFile, type Feature, type VerificationEntry } from '@gatecycle/plan-model'
import type { LoadedPlan } from '../../src/adapters/plan/plan-reader.ts'
import { contentOf, planRun } from '../../src/policy/run-plan.ts'
import { createEntry, createFeature, createGate, createUnit, unitText } from '../sample-feature.ts'

const tests = createEntry('tests', { argv: ['npm', 'test'] })
const sets = (
  changes: Readonly<Record<string, readonly VerificationEntry[]>> = {},
): LoadedPlan['verification'] => ({
  sets: new Map(Object.entries({ code: [tests], e2e: [tests], ...changes })),
  places: new Map(),
  problems: [],
})
const loaded = (changes: Partial<LoadedPlan> = {}): LoadedPlan => ({
  commit: 'c0',
  path: '.gatecycle/features/FEAT-2026-0007-greeting',
  // Planning reads the typed feature, never the folder.
  folder: undefined as never,
  diagnostics: [],
  feature: undefined,
  verification: sets(),
  settings: undefined,
  config: {
    agent: 'robo',
    agents: new Map(),
    containment: 'none' as const,
    isolation: 'worktree' as const,
    env: { pass: [], drop: [] },
    limits: { files: 5000, file_megabytes: 50, megabytes: 100 },
    oracle_surface: [],
    timeouts: { attempt: 60, silence: 20, hook: 10 },
    commit: { subject: '{type}: {title}', hooks: 'run', sign: 'repository' },
  },
  rules: new Map([['.gatecycle/rules/style.md', 'be kind']]),
  log: '',
  texts: new Map(),
  ...changes,
})
const first = createUnit('T01', { scope: ['src/**'] })
const second = createUnit('T02', { dependsOn: [first.id], agent: 'other' })
const gate = createGate([first, second])
const feature = createFeature([gate], { scope: ['lib/**'] })

test.each<readonly [string, Feature, string]>([
  ['every gate is passed', createFeature([createGate([], { status: 'passed' })]), 'no-gate-left'],
  ['the feature is done', createFeature([gate], { status: 'done' }), 'no-gate-left'],
  ['the feature is abandoned', createFeature([gate], { status: 'abandoned' }), 'no-gate-left'],
  [
    'the gate waits for its review',
    createFeature([createGate([], { status: 'awaiting_review' })]),
    'waiting',
  ],
  ['a gate is open', feature, 'gate'],
])('where %3$s: %1$s', (_what, some, kind) => {
  expect(planRun(loaded(), some, []).kind).toBe(kind)
})

test('the current gate is the first that nobody passed', () => {
  const gates = [
    createGate([], { number: 1, status: 'passed' }),
    createGate([first], { number: 2 }),
    createGate([], { number: 3 }),
  ]
  expect(planRun(loaded(), createFeature(gates), [])).toMatchObject({ kind: 'gate', gate: { number: 2 } })
})

test('each unit ahead has its agent, its scope and what verifies it', () => {
  const plan = planRun(loaded(), feature, [])
  if (plan.kind !== 'gate') throw new Error(plan.kind)
  expect(
    plan.ahead.map(({ unit, agent, scope, steps }) => [
      unit.id,
      agent,
      scope,
      steps.map(({ shown }) => shown),
    ]),
  ).toEqual([
    [first.id, 'robo', ['src/**'], ['npm test']],
    [second.id, 'other', ['lib/**'], ['npm test']],
  ])
})

test('blocked units are named, and those behind them are not ahead', () => {
  const blocked = createGate([{ ...first, status: 'blocked_human' }, second])
  expect(planRun(loaded(), createFeature([blocked]), [])).toMatchObject({ blocked: [first.id], ahead: [] })
})

test('an arm in the log is held against the content as it is now', () => {
  const { digest, parts } = contentOf(loaded(), feature, gate)
  // The payload of an arm, as far as the policy looks.
  const armed = {
    seq: 1,
    event_type: 'gate_armed',
    payload: { gate: 1, arm_id: 'a', digest, parts },
  } as unknown as SealedEvent
  expect(planRun(loaded(), feature, [armed])).toMatchObject({ arm: { kind: 'armed', armId: 'a' } })
  const other = loaded({ rules: new Map([['.gatecycle/rules/style.md', 'be quick']]) })
  expect(planRun(other, feature, [armed])).toMatchObject({
    arm: { kind: 'changed', parts: ['.gatecycle/rules/style.md'] },
  })
})

/** A feature whose first unit has another file. */
const withUnitText = (text: string): Feature => {
  const unit = { ...first, file: parseMarkdownFile(first.fileName, text) }
  return createFeature([createGate([unit, second])], { scope: ['lib/**'] })
}
const digestOf = (plan: LoadedPlan, some: Feature): string => {
  const [current] = some.gates
  return current === undefined ? '' : contentOf(plan, some, current).digest
}
const text = unitText(first.id)

test.each<readonly [string, LoadedPlan, Feature]>([
  ['a unit’s body', loaded(), withUnitText(text.replace('There is', 'There was'))],
  ['a unit’s own key', loaded(), withUnitText(text.replace('type:', 'max_attempts: 9\ntype:'))],
  [
    'the graph',
    loaded(),
    createFeature([createGate([first, { ...second, dependsOn: [] }])], { scope: ['lib/**'] }),
  ],
  [
    'a set that is used',
    loaded({ verification: sets({ code: [createEntry('tests', { argv: ['true'] })] }) }),
    feature,
  ],
  ['a timeout of a command', loaded({ verification: sets({ code: [{ ...tests, timeout: 1 }] }) }), feature],
  ['a rule', loaded({ rules: new Map() }), feature],
  ['the agent', loaded({ config: { ...loaded().config, agent: 'x' } }), feature],
])('%s is part of what is armed', (_what, plan, some) => {
  expect(digestOf(plan, some)).not.toBe(digestOf(loaded(), feature))
})

test.each<readonly [string, LoadedPlan, Feature]>([
  ['a status', loaded(), withUnitText(text.replace('status: pending', 'status: done'))],
  [
    'what the driver wrote',
    loaded(),
    withUnitText(text.replace('type:', 'attempts: 2\ncost_usd: 0.5\ntype:')),
  ],
  ['a set that nothing uses', loaded({ verification: sets({ e2e: [] }) }), feature],
  ['the log', loaded({ log: 'x' }), feature],
  ['the commit', loaded({ commit: 'c1' }), feature],
])('%s is not part of what is armed', (_what, plan, some) => {
  expect(digestOf(plan, some)).toBe(digestOf(loaded(), feature))
})
