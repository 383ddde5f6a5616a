import { expect, test } from 'vitest'
import picomatch from 'picomatch'
import { unitTypes, type UnitType } from '@gatecycle/plan-model'
import { judgeChanges, type ChangedFile, type ChangeRules } from '../../src/policy/judge-changes.ts'
import { unitText } from '../sample-feature.ts'

const featurePath = '.gatecycle/features/FEAT-2026-0007-greeting'
const ownFile = `${featurePath}/WU-01-hello.md`
const own = unitText('FEAT-2026-0007/T01')

const rules: ChangeRules = {
  stateRoot: '.gatecycle',
  featurePath,
  type: 'implementation',
  ownFile,
  gate: 1,
  nextGateFile: 'GATE-02.md',
  scope: [],
  protect: [],
  produces: [],
  limits: { files: 5000, file_megabytes: 50, megabytes: 100 },
}
const matches = (path: string, globs: readonly string[]): boolean =>
  picomatch([...globs], { dot: true })(path)
const edited = (path: string, changes: Partial<ChangedFile> = {}): ChangedFile => ({
  status: 'M',
  path,
  ...changes,
})
const judge = (changes: readonly ChangedFile[], some: Partial<ChangeRules> = {}): string => {
  const verdict = judgeChanges({ changes, contents: [] }, { ...rules, ...some }, matches)
  if (verdict.kind === 'accepted')
    return `accepted: ${verdict.files.join(' ')} | put back: ${verdict.putBack.join(' ')}`
  return `${verdict.outcome}${verdict.tampering ? ' (tampering)' : ''}: ${verdict.summary}`
}

test.each<readonly [string, readonly ChangedFile[], Partial<ChangeRules>, string]>([
  ['a product file', [edited('src/a.ts')], {}, 'accepted: src/a.ts | put back: '],
  ['a file inside the scope', [edited('src/a.ts')], { scope: ['src/**'] }, 'accepted: src/a.ts | put back: '],
  [
    'a file outside the scope',
    [edited('src/a.ts'), edited('lib/b.ts')],
    { scope: ['src/**'] },
    "out_of_scope: outside the scope (src/**): lib/b.ts; revert it, or have the plan's author declare it",
  ],
  [
    'a deletion outside the scope',
    [edited('src/a.ts'), edited('b.ts', { status: 'D' })],
    { scope: ['src/**'] },
    "out_of_scope: outside the scope (src/**): b.ts; revert it, or have the plan's author declare it",
  ],
  [
    'a protected file',
    [edited('src/a.ts')],
    { protect: ['src/**'] },
    'out_of_scope: the plan protects src/a.ts: revert it',
  ],
  [
    'a protected file inside the scope',
    [edited('src/a.ts')],
    { scope: ['src/**'], protect: ['src/a.ts'] },
    'out_of_scope: the plan protects src/a.ts: revert it',
  ],
  ['nothing', [], {}, 'no_deliverable_files: no file outside the state folder was changed'],
  ['a deliverable', [edited('src/a.ts')], { produces: ['src/*.ts'] }, 'accepted: src/a.ts | put back: '],
  [
    'a deliverable by its plain name',
    [edited('a [1].ts')],
    { produces: ['a [1].ts'] },
    'accepted: a [1].ts | put back: ',
  ],
  [
    'no deliverable',
    [edited('src/a.ts')],
    { produces: ['docs/x.md'] },
    'deliverable_missing: declared under produces, but not among the changes: docs/x.md',
  ],
  [
    'a deliverable that was deleted',
    [edited('src/a.ts', { status: 'D' })],
    { produces: ['src/a.ts'] },
    'deliverable_missing: declared under produces, but not among the changes: src/a.ts',
  ],
  [
    'the plan',
    [edited('src/a.ts'), edited(`${featurePath}/PLAN.md`)],
    {},
    `plan_touched (tampering): plan and verification files are not the agent's to edit: ${featurePath}/PLAN.md`,
  ],
  [
    'the verification',
    [edited('.gatecycle/verification.yml')],
    {},
    "plan_touched (tampering): plan and verification files are not the agent's to edit: .gatecycle/verification.yml",
  ],
  [
    'the log',
    [edited(`${featurePath}/events.jsonl`)],
    {},
    `plan_touched (tampering): plan and verification files are not the agent's to edit: ${featurePath}/events.jsonl`,
  ],
  [
    'another feature',
    [edited('.gatecycle/features/FEAT-2026-0008-x/PLAN.md')],
    {},
    "plan_touched (tampering): plan and verification files are not the agent's to edit: .gatecycle/features/FEAT-2026-0008-x/PLAN.md",
  ],
  [
    'tampering weighs more than a wrong scope',
    [edited('lib/b.ts'), edited('.gatecycle/config.yml')],
    { scope: ['src/**'] },
    "plan_touched (tampering): plan and verification files are not the agent's to edit: .gatecycle/config.yml",
  ],
  [
    'a folder that only begins like the state folder',
    [edited('.gatecycle-notes/a.md')],
    {},
    'accepted: .gatecycle-notes/a.md | put back: ',
  ],
])('%s', (_what, changes, some, expected) => {
  expect(judge(changes, some)).toBe(expected)
})

const ownEdit = (after: string | undefined): ChangedFile => edited(ownFile, { before: own, after })
const done = own.replace('status: pending', 'status: done')
const softer = own.replace('it says hello', 'it says anything')

test.each<readonly [string, ChangedFile, Partial<ChangeRules>, string]>([
  ['only keys of the driver: put back', ownEdit(done), {}, `accepted: src/a.ts | put back: ${ownFile}`],
  [
    'only keys of the driver, by a closing unit: allowed',
    ownEdit(done),
    { type: 'close' },
    `accepted: src/a.ts ${ownFile} | put back: `,
  ],
  [
    'softer criteria: tampering',
    ownEdit(softer),
    {},
    `plan_touched (tampering): plan and verification files are not the agent's to edit: ${ownFile}`,
  ],
  [
    'softer criteria, by a closing unit: tampering',
    ownEdit(softer),
    { type: 'close' },
    `plan_touched (tampering): plan and verification files are not the agent's to edit: ${ownFile}`,
  ],
  [
    'another limit of attempts: tampering',
    ownEdit(own.replace('type:', 'max_attempts: 99\ntype:')),
    {},
    `plan_touched (tampering): plan and verification files are not the agent's to edit: ${ownFile}`,
  ],
  [
    'its end: tampering',
    ownEdit(undefined),
    {},
    `plan_touched (tampering): plan and verification files are not the agent's to edit: ${ownFile}`,
  ],
])('a unit that changes its own file, %s', (_what, change, some, expected) => {
  expect(judge([edited('src/a.ts'), change], some)).toBe(expected)
})

test('a unit that flips a status in the file of another is tampering, however little it changes', () => {
  const path = `${featurePath}/WU-02-bye.md`
  expect(judge([edited('src/a.ts'), edited(path, { before: own, after: done })])).toMatch(
    /^plan_touched \(tampering\)/u,
  )
})

/** The files of the state folder that units write, and the types that may. */
const writable: readonly (readonly [string, readonly UnitType[]])[] = [
  [`${featurePath}/RETROSPECTIVE.md`, ['close', 'close-intermediate', 'retrospective']],
  [`${featurePath}/DECISIONS.md`, ['close', 'close-intermediate', 'retrospective']],
  [`${featurePath}/GATE-01-CRITERIA.md`, ['close', 'close-intermediate', 'retrospective']],
  [`${featurePath}/LEARNINGS-pending.md`, ['close', 'close-intermediate', 'retrospective', 'lessons']],
  ['.gatecycle/LEARNINGS.md', ['close', 'close-intermediate', 'retrospective', 'lessons']],
  ['.gatecycle/roadmap.md', ['docs']],
  [`${featurePath}/GATE-02.md`, ['plan-next']],
  [`${featurePath}/GATE-02-REVIEW.md`, ['plan-next']],
  [`${featurePath}/WU-05-next.md`, ['plan-next']],
  [`${featurePath}/PLAN.md`, []],
  [`${featurePath}/GATE-01.md`, []],
  [`${featurePath}/GATE-03-REVIEW.md`, []],
  [`${featurePath}/work/T01/attempt-1.md`, []],
  [`${featurePath}/notes/RETROSPECTIVE.md`, []],
  ['.gatecycle/RETROSPECTIVE.md', []],
  ['.gatecycle/rules/style.md', []],
  ['.gatecycle/config.yml', []],
]

test.each(writable)('%s is written by %j and nobody else', (path, types) => {
  const allowed = unitTypes.filter((type) =>
    judge([edited('src/a.ts'), edited(path)], { type }).startsWith('accepted'),
  )
  expect(allowed.toSorted()).toEqual(types.toSorted())
})

test('closing units and QA runs may leave the product as it is; nobody else may', () => {
  const idle = unitTypes.filter((type) => judge([], { type }).startsWith('accepted'))
  expect(idle.toSorted()).toEqual([
    'close',
    'close-intermediate',
    'docs',
    'lessons',
    'plan-next',
    'qa_execution',
    'retrospective',
  ])
})

test('a closing unit may write documents outside the plan’s scope, a working unit may not', () => {
  const changes = [edited('src/a.ts'), edited('docs/guide.md'), edited('CHANGELOG.md')]
  expect(judge(changes, { scope: ['src/**'], type: 'close' })).toMatch(/^accepted/u)
  expect(judge(changes, { scope: ['src/**'] })).toMatch(/^out_of_scope/u)
})
