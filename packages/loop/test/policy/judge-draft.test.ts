import { expect, test } from 'vitest'
import { judgeDraft } from '../../src/policy/judge-draft.ts'

const planOf = (second: string, more = '', title = 'Greeting'): string =>
  [
    '---',
    'feature_id: FEAT-2026-0007',
    `title: ${title}`,
    '---',
    '# Greeting',
    more,
    '```yaml',
    'gates:',
    '  - gate: 1',
    '    file: GATE-01.md',
    '    work_units:',
    '      - {id: FEAT-2026-0007/T01, file: WU-01.md, depends_on: []}',
    '  - gate: 2',
    '    file: GATE-02.md',
    `    work_units: ${second}`,
    '```',
    '',
  ].join('\n')
const before = planOf('[]')
const drafted = '[{id: FEAT-2026-0007/T02, file: WU-02.md, depends_on: []}]'
const withStatus = (status: string): string => `---\nstatus: ${status}\n---\n# X\n`
const context = { gate: 1, nextGateFile: 'GATE-02.md' }

test.each<readonly [string, string, string | undefined, string | undefined, string | undefined]>([
  ['the review of the next gate', 'GATE-02-REVIEW.md', undefined, 'x', 'allowed'],
  ['the review of this gate', 'GATE-01-REVIEW.md', undefined, 'x', undefined],
  ['the next gate, open', 'GATE-02.md', undefined, withStatus('open'), 'allowed'],
  ['the next gate, passed', 'GATE-02.md', undefined, withStatus('passed'), 'not-a-draft'],
  ['this gate', 'GATE-01.md', withStatus('open'), withStatus('open'), undefined],
  ['a new draft', 'WU-02.md', undefined, withStatus('draft'), 'allowed'],
  ['a new unit that says it is done', 'WU-02.md', undefined, withStatus('done'), 'not-a-draft'],
  ['a new unit that is armed by itself', 'WU-02.md', undefined, withStatus('pending'), 'not-a-draft'],
  ['a draft drafted anew', 'WU-02.md', withStatus('draft'), withStatus('draft'), 'allowed'],
  ['an armed unit', 'WU-01.md', withStatus('pending'), withStatus('draft'), undefined],
  ['a unit in a folder', 'x/WU-02.md', undefined, withStatus('draft'), undefined],
  ['another file', 'NOTES.md', undefined, 'x', undefined],
  ['the plan, in the next gate’s part of the graph', 'PLAN.md', before, planOf(drafted), 'allowed'],
  ['the plan, in its front matter', 'PLAN.md', before, planOf(drafted, '', 'Other'), undefined],
  [
    'the plan, in this gate’s part of the graph',
    'PLAN.md',
    before,
    before.replace('depends_on: []', 'depends_on: [x]'),
    undefined,
  ],
  ['the plan, with a second graph', 'PLAN.md', before, planOf(drafted, '```yaml\ngates: []\n```'), undefined],
  ['no plan any more', 'PLAN.md', before, undefined, undefined],
])('plan-next writes %s', (_what, name, old, now, expected) => {
  expect(judgeDraft(name, context, { before: old, after: now })).toBe(expected)
})

test('where the plan names no next gate, its file has the usual name', () => {
  const texts = { before: undefined, after: withStatus('open') }
  expect(judgeDraft('GATE-02.md', { gate: 1, nextGateFile: undefined }, texts)).toBe('allowed')
  expect(judgeDraft('GATE-02.md', { gate: 1, nextGateFile: 'GATE-02-next.md' }, texts)).toBeUndefined()
})
