import { expect, test } from 'vitest'
import { rules } from '../src/index.ts'
import { printExample, readSample } from './rule-page.ts'

const sample = readSample()

interface UnitEntry {
  readonly id?: string
  readonly file: string
  readonly dependsOn?: string
}

const t01 = { id: 'FEAT-2026-0007/T01', file: 'WU-01-greet.md' }
const t02 = { id: 'FEAT-2026-0007/T02', file: 'WU-02-show.md', dependsOn: 'FEAT-2026-0007/T01' }
const close = { id: 'FEAT-2026-0007/G1-CLOSE', file: 'WU-90-close.md', dependsOn: 'FEAT-2026-0007/T02' }

const unit = ({ id, file, dependsOn = '' }: UnitEntry): string =>
  `      - file: ${file}\n${id === undefined ? '' : `        id: ${id}\n`}        depends_on: [${dependsOn}]\n`
const gate = (head: string, ...units: readonly UnitEntry[]): string =>
  `  - ${head}\n    work_units:\n${units.map(unit).join('')}`
const graph = (...gates: readonly string[]): string => `gates:\n${gates.join('')}`
const one = 'gate: 1\n    file: GATE-01.md'
const two = 'gate: 2\n    file: GATE-02.md'

const asGraph = (text: string): readonly [string, string] => ['yaml PLAN.md graph', text]
const keys = (file: string, text: string): readonly [string, string] => [`yaml ${file} keys`, `${text}\n`]

/** What the linter of the reference product lets pass, each with the rule that does not. */
test.each<[string, string, readonly (readonly [string, string])[]]>([
  [
    'a unit that depends on itself',
    'PL102',
    [asGraph(graph(gate(one, { ...t01, dependsOn: t01.id }, t02, close)))],
  ],
  ['a dependency cycle', 'PL102', [asGraph(graph(gate(one, { ...t01, dependsOn: t02.id }, t02, close)))]],
  ['a unit id twice', 'PL105', [asGraph(graph(gate(one, t01, { ...t02, id: t01.id }, close)))]],
  [
    'a unit file that no gate references',
    'PL011',
    [['md WU-07-forgotten.md', '---\nid: FEAT-2026-0007/T07\n---\n']],
  ],
  ['a gate file that is missing', 'PL202', [['md GATE-01.md absent', '']]],
  ['feature_id: banana', 'PL008', [keys('PLAN.md', 'feature_id: banana')]],
  [
    'a feature_id other than the prefix of the unit ids',
    'PL109',
    [keys('PLAN.md', 'feature_id: FEAT-2026-0008')],
  ],
  ['gates: []', 'PL104', [asGraph('gates: []\n')]],
  ['a gate without a number', 'PL104', [asGraph(graph(gate('file: GATE-01.md', t01, t02, close)))]],
  [
    'a gate number twice',
    'PL203',
    [asGraph(graph(gate(one, t01, t02, close), `  - gate: 1\n    file: GATE-02.md\n`))],
  ],
  [
    'a dependency on a later gate',
    'PL103',
    [asGraph(graph(gate(one, { ...t01, dependsOn: t02.id }), gate(two, t02, close)))],
  ],
  [
    'a closing unit that does not wait for the work',
    'PL113',
    [asGraph(graph(gate(one, t01, t02, { ...close, dependsOn: '' })))],
  ],
  [
    'a path in produces that nothing can match',
    'PL303',
    [keys('WU-01-greet.md', 'produces: [../src/**/*.mjs]')],
  ],
  ['an unknown set in extra_gates', 'PL401', [keys('WU-01-greet.md', 'extra_gates: [nope]')]],
  ['an unknown set in prep', 'PL401', [keys('WU-01-greet.md', 'prep: nope')]],
  ['an unknown set in oracles', 'PL401', [keys('WU-01-greet.md', 'oracles: [nope]')]],
  ['a max_attempts that is no number', 'PL006', [keys('WU-01-greet.md', 'max_attempts: three')]],
  ['unsandboxed without a rationale', 'PL302', [keys('WU-01-greet.md', 'unsandboxed: true')]],
  [
    'a gate budget below its units',
    'PL207',
    [keys('GATE-01.md', 'cost_budget_usd: 1'), keys('WU-01-greet.md', 'planned_cost_usd: 2')],
  ],
  ['a unit of the graph without an id', 'PL104', [asGraph(graph(gate(one, { file: t01.file }, t02, close)))]],
])('%s is found by %s', (_, code, blocks) => {
  const output = printExample(
    { blocks: blocks.map(([info, text]) => ({ info, text })), output: undefined },
    sample,
  )
  expect(output).toMatch(new RegExp(`^\\S+:\\d+:\\d+ (?:error|warning) ${code} `, 'mu'))
  expect(rules.map((rule) => rule.code)).toContain(code)
})

test('a YAML example in front of the task graph hides no gate, and is pointed out', () => {
  const plan = (sample.get('PLAN.md') ?? '').replace(
    '```yaml\ngates',
    '```yaml\n[1, 2]\n```\n\n```yaml\ngates',
  )
  const broken = plan.replace('depends_on: [FEAT-2026-0007/T01]', 'depends_on: [FEAT-2026-0007/T77]')
  const output = printExample({ blocks: [{ info: 'md PLAN.md', text: broken }], output: undefined }, sample)
  expect(output).toContain('warning PL116')
  expect(output).toContain('error PL101')
})
