import { describe, expect, test } from 'vitest'
import {
  currentGateOf,
  loadFeature,
  parseVerification,
  toFeature,
  unitsOf,
  type FeatureFolder,
} from '../src/index.ts'

const front = '---\nfeature_id: FEAT-2026-0001\ntitle: T\nbranch: b\nroadmap_goal: g\nstatus: active\n---\n'
const load = (files: Readonly<Record<string, string>>): FeatureFolder =>
  loadFeature({
    folder: 'f',
    names: Object.keys(files),
    read: (name) => (Object.hasOwn(files, name) ? files[name] : undefined),
  })
const graphOf = (body: string): FeatureFolder['graph'] => load({ 'PLAN.md': front + body }).graph
const problemsOf = (yaml: string): readonly string[] =>
  graphOf(`\`\`\`yaml\n${yaml}\`\`\`\n`).problems.map(
    ({ message, range }) => `${range.start.line}:${range.start.column} ${message}`,
  )

describe('the task graph', () => {
  const block = '```yaml\ngates:\n  - gate: 1\n    file: GATE-01.md\n```\n'

  test.each([
    [
      'is the YAML block with gates, wherever it stands',
      `# P\n\n\`\`\`yaml\nexample: 1\n\`\`\`\n\n${block}`,
      1,
    ],
    ['may be marked yml, in any case', block.replace('yaml', 'YML'), 1],
    ['may be followed by other blocks', `${block}\n\`\`\`yaml\nother: [gates]\n\`\`\`\n`, 1],
    ['is not a block of another language', block.replace('yaml', 'text'), 0],
    ['is not a block that only mentions gates', '```yaml\nx:\n  gates: []\n```\n', 0],
    ['is not inside a comment', `<!--\n${block}-->\n`, 0],
    ['may be there twice', block + block, 2],
    ['may be fenced with tildes', block.replaceAll('```', '~~~'), 1],
    ['may have CRLF', block.replaceAll('\n', '\r\n'), 1],
  ])('%s', (_, body, blocks) => {
    const graph = graphOf(body)
    expect(graph.blocks).toHaveLength(blocks)
    expect(graph.gates.map(({ number }) => number?.value)).toEqual(blocks === 0 ? [] : [1])
    expect(graph.problems).toEqual([])
  })

  test.each([
    ['gates that are no list', 'gates: 1\n', ['9:8 `gates` is not a list of gates']],
    [
      'a gate that is no mapping',
      'gates:\n  - 1\n',
      ['10:5 a gate is not a mapping of gate, file and work_units'],
    ],
    [
      'a gate without number and file',
      'gates:\n  - work_units: []\n',
      ['10:5 a gate has no whole number under `gate`', '10:5 a gate has no file name under `file`'],
    ],
    [
      'a number that is not whole',
      'gates:\n  - {gate: 1.5, file: x}\n',
      ['10:6 a gate has no whole number under `gate`'],
    ],
    [
      'units that are no list',
      'gates:\n  - {gate: 1, file: x, work_units: y}\n',
      ['10:36 `work_units` is not a list of units'],
    ],
    [
      'a unit without id and file',
      'gates:\n  - {gate: 1, file: x, work_units: [{depends_on: []}]}\n',
      ['10:38 a unit of the graph has no `id`', '10:38 a unit of the graph has no `file`'],
    ],
    [
      'dependencies that are no list',
      'gates:\n  - {gate: 1, file: x, work_units: [{id: a, file: b, depends_on: c}]}\n',
      ['10:66 `depends_on` is not a list of unit ids'],
    ],
    [
      'a dependency that is no id',
      'gates:\n  - {gate: 1, file: x, work_units: [{id: a, file: b, depends_on: [[c], null]}]}\n',
      ['10:67 an item of `depends_on` is not a unit id', '10:72 an item of `depends_on` is not a unit id'],
    ],
    [
      'broken YAML',
      'gates: [\n',
      ['10:1 flow sequence in block collection must be sufficiently indented and end with a ]'],
    ],
  ])('%s', (_, yaml, problems) => {
    expect(problemsOf(yaml)).toEqual(problems)
  })
})

describe('loading', () => {
  const graph =
    '```yaml\ngates:\n  - gate: 1\n    file: GATE-01.md\n    work_units:\n      - {id: FEAT-2026-0001/T01, file: WU-01.md}\n      - {id: FEAT-2026-0001/G1-PLAN, file: WU-02.md}\n  - gate: 2\n    file: GATE-02.md\n```\n'
  const files = {
    'PLAN.md': front + graph,
    'GATE-01.md': '---\nstatus: passed\n---\n',
    'WU-01.md': '---\nid: x\n---\n# Title\n',
    'WU-02.md': '---\ntype: plan-next\n---\n',
  }

  test('defaults are filled in by type', () => {
    const [work, closing] = unitsOf(toFeature(load(files)))
    expect(work).toMatchObject({
      type: 'implementation',
      status: 'pending',
      model: 'sonnet',
      effort: 'medium',
      title: 'Title',
      maxAttempts: 3,
    })
    expect(closing).toMatchObject({
      type: 'plan-next',
      model: 'opus',
      effort: 'high',
      title: 'FEAT-2026-0001/G1-PLAN',
    })
  })

  test('the current gate is the first that is not passed; a gate without a file is open', () => {
    const feature = toFeature(load(files))
    expect(currentGateOf(feature)).toMatchObject({ number: 2, status: 'open', terminal: true, units: [] })
  })

  test('files outside the folder are not read', () => {
    const read: string[] = []
    const text = front + graph.replace('WU-01.md', '../../secret.md').replace('WU-02.md', '/etc/passwd')
    loadFeature({
      folder: 'f',
      names: ['PLAN.md'],
      read: (name) => {
        read.push(name)
        return name === 'PLAN.md' ? text : ''
      },
    })
    expect(read).toEqual(['PLAN.md', 'GATE-01.md', 'GATE-02.md'])
  })

  test('a folder without a plan is not a feature', () => {
    expect(() => toFeature(load({}))).toThrow('without PLAN.md')
  })
})

describe('verification.yml', () => {
  const problems = (text: string): readonly string[] =>
    parseVerification(text).problems.map(({ message }) => message)

  test('run and command, with defaults', () => {
    const { sets, places } = parseVerification(
      'defaults: {timeout: 10}\ncode:\n  - {name: a, run: [x, 1]}\n  - {name: b, command: y, timeout: 5, cwd: d, env: {A: 1}, expect: [0, 2]}\n',
    )
    expect([...sets.keys()]).toEqual(['code'])
    expect(sets.get('code')).toEqual([
      { name: 'a', argv: ['x', '1'], shell: undefined, timeout: 10, cwd: '.', env: {}, expect: [0] },
      { name: 'b', argv: undefined, shell: 'y', timeout: 5, cwd: 'd', env: { A: '1' }, expect: [0, 2] },
    ])
    expect(places.get('code')?.start).toEqual({ line: 2, column: 1 })
  })

  test.each([
    ['broken YAML', 'code: [', 1],
    ['a list', '- code', 1],
    ['a set that is no list', 'code: npm test', 1],
    ['an entry that is no mapping', 'code: [npm test]', 1],
    ['an entry without a name', 'code: [{run: [x]}]', 1],
    ['an entry without a command', 'code: [{name: x}]', 1],
    ['an entry with two commands', 'code: [{name: x, run: [x], command: x}]', 1],
    ['an empty list of arguments', 'code: [{name: x, run: []}]', 1],
    ['run as one text', 'code: [{name: x, run: npm test}]', 1],
    ['an argument that is nothing', 'code: [{name: x, run: [node, ~]}]', 1],
    ['a timeout in quotes', 'code: [{name: x, run: [x], timeout: "60"}]', 1],
    ['a timeout of nothing', 'code: [{name: x, run: [x], timeout: 0}]', 1],
    ['an exit code in words', 'code: [{name: x, run: [x], expect: zero}]', 1],
    ['no exit code at all', 'code: [{name: x, run: [x], expect: []}]', 1],
    ['a folder outside as cwd', 'code: [{name: x, run: [x], cwd: ../other}]', 1],
    ['an absolute folder as cwd', 'code: [{name: x, run: [x], cwd: /tmp}]', 1],
    ['settings are not sets', 'fail_fast: true\nbaseline_probe: false\n', 0],
  ])('%s', (_, text, count) => {
    expect(problems(text)).toHaveLength(count)
  })
})
