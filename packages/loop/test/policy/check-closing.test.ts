import { expect, test } from 'vitest'
import { unitTypes } from '@gatecycle/plan-model'
import { checkClosing, type ClosingFiles } from '../../src/policy/check-closing.ts'
import { fillInMarker, withGateSkeleton, type AttemptRow } from '../../src/policy/retrospective.ts'

const rows: readonly AttemptRow[] = [
  { unit: 'F/T01', attempt: 1, outcome: 'failed', costUsd: undefined, seconds: 12.345, plannedUsd: 0.5 },
  { unit: 'F/T01', attempt: 2, outcome: 'passed', costUsd: 0.25, seconds: 3, plannedUsd: 0.5 },
]
const skeleton = withGateSkeleton(undefined, 'Greeting', 1, rows)
const filled = skeleton.replaceAll(fillInMarker, 'It went well.')
const verdictFile = (verdict: string): string => `---\nid: x\nverdict: ${verdict}\n---\n# Close\n`

const check = (
  texts: Readonly<Record<string, string>>,
  changes: Partial<ClosingFiles> = {},
): readonly string[] =>
  checkClosing({
    type: 'close',
    gate: 1,
    terminal: true,
    read: (name) => texts[name],
    unitFile: 'WU-90-close.md',
    nextGateHasUnits: false,
    ...changes,
  })
const met = { 'WU-90-close.md': verdictFile('met') }

test('the skeleton is this text', () => {
  expect(skeleton).toMatchInlineSnapshot(`
    "# Retrospective: Greeting

    ## Gate 1

    <!-- gatecycle: fill in -->

    ## Cost analysis

    | unit | attempt | outcome | seconds | cost (USD) | planned (USD) |
    | --- | --- | --- | --- | --- | --- |
    | F/T01 | 1 | failed | 12.3 | unknown | 0.50 |
    | F/T01 | 2 | passed | 3.0 | 0.25 | 0.50 |

    <!-- gatecycle: fill in -->

    ### Failure-class breakdown

    | unit | attempt | outcome |
    | --- | --- | --- |
    | F/T01 | 1 | failed |

    ## What the loop did not verify

    <!-- gatecycle: fill in -->

    ## Hedged-verdict follow-up record

    Empty under the verdict \`met\`. Under any other, one entry for each open point, with a \`- **kind:**\`: acceptance-discharged,
    externally-verifiable-later, routed-finding or inherent.

    ## Consumer-visible contract changes

    <!-- gatecycle: fill in -->
    "
  `)
})

test('a gate without failures says so', () => {
  expect(withGateSkeleton(undefined, 'Greeting', 1, rows.slice(1))).toContain('No attempt failed.')
})

test('the skeleton, filled in, is all that a closing unit owes', () => {
  expect(check({ ...met, 'RETROSPECTIVE.md': filled })).toEqual([])
  expect(check({ 'RETROSPECTIVE.md': filled }, { type: 'close-intermediate' })).toEqual([])
  expect(check({ 'RETROSPECTIVE.md': filled }, { type: 'retrospective' })).toEqual([])
})

test('every place that is not filled in is told with its line', () => {
  const found = check({ ...met, 'RETROSPECTIVE.md': skeleton })
  const lines = skeleton.split('\n').flatMap((line, index) => (line === fillInMarker ? [index + 1] : []))
  const told = found.filter((sentence) => sentence.includes('still says'))
  expect(told).toEqual(lines.map((line) => `RETROSPECTIVE.md:${line} still says ${fillInMarker}`))
  expect(lines.length).toBe(4)
})

test('a second gate owes its own headings: those of the first count for nothing', () => {
  const second = { ...met, 'RETROSPECTIVE.md': `${filled}\n## Gate 2\n\nIt went well, too.\n` }
  expect(check(second, { gate: 2 })).toEqual(
    ['Cost analysis', 'What the loop did not verify', 'Consumer-visible contract changes'].map(
      (name) => `RETROSPECTIVE.md: the section "${name}" is missing or empty`,
    ),
  )
  const whole = withGateSkeleton(filled, 'Greeting', 2, rows).replaceAll(fillInMarker, 'It went well.')
  expect(check({ ...met, 'RETROSPECTIVE.md': whole }, { gate: 2 })).toEqual([])
  expect(check({ ...met, 'RETROSPECTIVE.md': whole })).toEqual([])
})

test.each(['Gate 1', 'Cost analysis', 'What the loop did not verify', 'Consumer-visible contract changes'])(
  'a retrospective without "%s" owes it',
  (heading) => {
    const text = filled.replace(new RegExp(`^## ${heading}$`, 'mu'), 'x')
    expect(check({ ...met, 'RETROSPECTIVE.md': text })).toEqual([
      `RETROSPECTIVE.md: the section "${heading}" is missing or empty`,
    ])
  },
)

test.each([
  ['no retrospective', {}, ['RETROSPECTIVE.md is missing or empty']],
  ['an empty one', { 'RETROSPECTIVE.md': ' \n' }, ['RETROSPECTIVE.md is missing or empty']],
])('a closing unit with %s owes it', (_what, texts, expected) => {
  expect(check({ ...met, ...texts })).toEqual(expected)
})

test.each(['met', 'met_locally', 'partially_met', 'not_met'])('the verdict %s is one', (verdict) => {
  expect(check({ 'WU-90-close.md': verdictFile(verdict), 'RETROSPECTIVE.md': filled })).toEqual([])
})

test.each(['', 'done', '[met]'])('the verdict "%s" is none, and the known ones are named', (verdict) => {
  const [sentence] = check({ 'WU-90-close.md': verdictFile(verdict), 'RETROSPECTIVE.md': filled })
  expect(sentence).toMatch(
    /^WU-90-close\.md: verdict is ".*"; set it to one of met, met_locally, partially_met, not_met$/u,
  )
})

const review = '---\ngate: 2\nopen_questions: []\n---\n# Review\n'
test.each<readonly [string, Readonly<Record<string, string>>, Partial<ClosingFiles>, readonly string[]]>([
  ['a review and units', { 'GATE-02-REVIEW.md': review }, { nextGateHasUnits: true }, []],
  ['no review', {}, { nextGateHasUnits: true }, ['GATE-02-REVIEW.md is missing or empty']],
  [
    'no list of questions',
    { 'GATE-02-REVIEW.md': '# Review\n' },
    { nextGateHasUnits: true },
    ['GATE-02-REVIEW.md: open_questions must be a list, even when it is empty'],
  ],
  ['no units', { 'GATE-02-REVIEW.md': review }, {}, ['gate 2 has no units: plan-next has to draft them']],
  ['nothing behind the last gate', {}, { terminal: true }, []],
])('a plan-next unit with %s', (_what, texts, changes, expected) => {
  expect(check(texts, { type: 'plan-next', terminal: false, ...changes })).toEqual(expected)
})

test('units that close nothing owe nothing', () => {
  const working = unitTypes.filter((type) => check({}, { type }).length === 0)
  expect(working.toSorted()).toEqual([
    'docs',
    'implementation',
    'lessons',
    'plan-next',
    'qa_authoring',
    'qa_curation',
    'qa_execution',
  ])
})

test('a second gate is added below the first, which stays as it is; a gate that is there is not added again', () => {
  const both = withGateSkeleton(filled, 'Greeting', 2, [])
  expect(both.startsWith(filled.trimEnd())).toBe(true)
  expect(both).toContain('\n## Gate 2\n')
  expect(withGateSkeleton(both, 'Greeting', 2, rows)).toBe(both)
  expect(withGateSkeleton(withGateSkeleton(undefined, 'x', 10, []), 'x', 1, [])).toContain('\n## Gate 1\n')
})

test('the second gate of a retrospective is checked in its own sections', () => {
  const both = withGateSkeleton(filled, 'Greeting', 2, []).replaceAll(fillInMarker, '')
  expect(check({ ...met, 'RETROSPECTIVE.md': both }, { gate: 2 })).not.toEqual([])
})
