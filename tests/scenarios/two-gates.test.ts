import { expect, test } from 'vitest'
import { renderGate, renderUnit, type Action } from '../../packages/test-kit/src/index.ts'
import { openSituation, type Situation } from '../open-scenario.ts'

const id = 'FEAT-2026-0001'

const firstGate = [
  { local: 'T01' },
  { local: 'G1-CLOSE-INTERMEDIATE', type: 'close-intermediate', dependsOn: ['T01'] },
  { local: 'G1-PLAN', type: 'plan-next', dependsOn: ['G1-CLOSE-INTERMEDIATE'] },
]

const graphOfGate2 = [
  '    work_units:',
  `      - id: ${id}/T02`,
  '        file: WU-02-unit.md',
  '        depends_on: []',
  `      - id: ${id}/G2-CLOSE`,
  '        file: WU-92-g2-close.md',
  `        depends_on: [${id}/T02]`,
].join('\n')

const inFeature = (name: string): string => `{feature}/${name}`

/** What a good plan-next does: gate, units, graph, review. */
const draft: readonly Action[] = [
  { do: 'write', path: inFeature('GATE-02.md'), text: renderGate(2) },
  { do: 'write', path: inFeature('WU-02-unit.md'), text: renderUnit(id, { local: 'T02' }) },
  {
    do: 'write',
    path: inFeature('WU-92-g2-close.md'),
    text: renderUnit(id, { local: 'G2-CLOSE', type: 'close' }),
  },
  { do: 'replace', path: inFeature('PLAN.md'), from: '    work_units: []', to: graphOfGate2 },
  {
    do: 'write',
    path: inFeature('GATE-02-REVIEW.md'),
    text: '---\ngate: 2\nopen_questions: []\n---\n\n# Review\n\nNothing is in doubt.\n',
  },
]

function openTwoGates(planNext: readonly Action[]): Situation {
  return openSituation({ gates: [{ units: firstGate }, { units: [] }], agent: { 'G1-PLAN': planNext } })
}

test('the first gate drafts the second, a person arms it, and the feature ends', async () => {
  const it = openTwoGates(draft)
  const { repo, feature } = it
  await it.arm()
  const first = await it.loop()
  expect(first, first.stderr).toMatchObject({ exitCode: 0 })
  expect(first.stdout).toContain(`loop arm ${id}`)
  expect(await it.loop('accept', '--yes')).toMatchObject({ exitCode: 1 })
  expect(await it.loop()).toMatchObject({ exitCode: 0 })
  expect(it.calls()).toHaveLength(3)

  await it.arm()
  expect(repo.git('show', `${feature.branch}:${feature.path}/GATE-01.md`)).toContain('status: passed')
  expect(repo.git('show', `${feature.branch}:${feature.path}/WU-02-unit.md`)).toContain('status: pending')
  const second = await it.loop()
  expect(second, second.stderr).toMatchObject({ exitCode: 0 })
  expect(await it.loop('accept', '--yes')).toMatchObject({ exitCode: 0 })
  expect(repo.git('log', '--format=%s', '--grep=^Verified-Tree:', feature.branch).split('\n')).toEqual([
    'docs: Do G2-CLOSE',
    'feat: Do T02',
    'docs: Do G1-PLAN',
    'docs: Do G1-CLOSE-INTERMEDIATE',
    'feat: Do T01',
  ])
})

test.each([
  [
    'the plan’s title',
    { do: 'replace', path: inFeature('PLAN.md'), from: 'title: Sample', to: 'title: Simple' },
  ],
  [
    'the plan’s status',
    { do: 'replace', path: inFeature('PLAN.md'), from: 'status: active', to: 'status: done' },
  ],
  ['the plan’s prose', { do: 'append', path: inFeature('PLAN.md'), text: '\nMore.\n' }],
  ['the first gate’s graph', { do: 'replace', path: inFeature('PLAN.md'), from: `[${id}/T01]`, to: '[]' }],
  [
    'the first gate',
    { do: 'replace', path: inFeature('GATE-01.md'), from: 'status: open', to: 'status: passed' },
  ],
  ['a unit that is done', { do: 'append', path: inFeature('WU-01-unit.md'), text: '\nMore.\n' }],
  ['verification.yml', { do: 'append', path: '{state}/verification.yml', text: 'extra: []\n' }],
] as const)('a drafting agent that edits %s stops the run', async (_what, misdeed) => {
  const it = openTwoGates([...draft, misdeed])
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 26 })
})

test.each([
  ['a unit that is done already', 'WU-02-unit.md', 'status: draft', 'status: done'],
  ['a unit that needs no arming', 'WU-02-unit.md', 'status: draft', 'status: pending'],
  ['a gate that is passed already', 'GATE-02.md', 'status: open', 'status: passed'],
])('a drafting agent that drafts %s is refused', async (_what, name, from, to) => {
  const it = openTwoGates([...draft, { do: 'replace', path: inFeature(name), from, to }])
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 22 })
})

test('a drafting agent that leaves no review of its doubts is refused', async () => {
  const it = openTwoGates(draft.slice(0, -1))
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 22 })
  const note = `${it.feature.path}/work/G1-PLAN/attempt-1.md`
  expect(it.repo.git('show', `${it.feature.branch}:${note}`)).toContain('GATE-02-REVIEW.md is missing')
})
