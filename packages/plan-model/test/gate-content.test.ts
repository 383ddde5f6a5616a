import { describe, expect, test } from 'vitest'
import {
  gateContentOf,
  isSamePrompt,
  loadFeature,
  parseMarkdownFile,
  parseVerification,
  toFeature,
  type GateContent,
} from '../src/index.ts'

const files = {
  'PLAN.md': `---
feature_id: FEAT-2026-0001
title: T
branch: b
roadmap_goal: g
status: active
---
prose

\`\`\`yaml
gates:
  - gate: 1
    file: GATE-01.md
    work_units:
      - id: FEAT-2026-0001/T01
        file: WU-01.md
      - id: FEAT-2026-0001/G1-CLOSE
        file: WU-90.md
        depends_on: [FEAT-2026-0001/T01]
\`\`\`
`,
  'GATE-01.md':
    '---\ngate: 1\nstatus: open\n---\n\n## Definition of done\n\nIt works.\n\n## Reflection notes\n\n',
  'WU-01.md': '---\nid: FEAT-2026-0001/T01\ntype: implementation\nstatus: pending\n---\n\n# One\n',
  'WU-90.md': '---\nid: FEAT-2026-0001/G1-CLOSE\ntype: close\nstatus: pending\n---\n\n# Close\n',
}
const around = {
  verification: 'code:\n  - name: tests\n    run: [npm, test]\n',
  rules: { 'rules/a.md': 'be kind' },
  settings: { 'config agent': 'x' },
}

function contentOf(texts: typeof files, surroundings = around): GateContent {
  const map = new Map<string, string>(Object.entries(texts))
  const feature = toFeature(
    loadFeature({ folder: 'f', names: [...map.keys()], read: (name) => map.get(name) }),
  )
  const [gate] = feature.gates
  if (gate === undefined) throw new Error('the plan has a gate')
  return gateContentOf(feature, gate, {
    sets: parseVerification(surroundings.verification).sets,
    rules: new Map(Object.entries(surroundings.rules)),
    settings: surroundings.settings,
  })
}

const changedParts = (before: GateContent, after: GateContent): readonly string[] =>
  [...new Set([...Object.keys(before.parts), ...Object.keys(after.parts)])].filter(
    (part) => before.parts[part] !== after.parts[part],
  )

const edit = (name: keyof typeof files, from: string, to: string): typeof files => {
  expect(files[name]).toContain(from)
  return { ...files, [name]: files[name].replace(from, to) }
}

describe('what a human armed has changed, and which part of it', () => {
  test.each<[string, keyof typeof files, string, string]>([
    ['an author field of the plan', 'PLAN.md', 'title: T', 'title: Other'],
    ['a new field of the plan', 'PLAN.md', 'status: active', 'status: active\nprotect: [src/**]'],
    ['a dependency', 'PLAN.md', 'depends_on: [FEAT-2026-0001/T01]', 'depends_on: []'],
    ['a budget of the gate', 'GATE-01.md', 'gate: 1', 'gate: 1\ncost_budget_usd: 5'],
    ['the definition of done', 'GATE-01.md', 'It works.', 'It works well.'],
    ['an author field of a unit', 'WU-01.md', 'type: implementation', 'type: implementation\nmodel: opus'],
    ['the text of a unit', 'WU-01.md', '# One', '# One more'],
  ])('%s', (_, name, from, to) => {
    const after = contentOf(edit(name, from, to))
    expect(changedParts(contentOf(files), after)).toEqual([name])
    expect(after.digest).not.toBe(contentOf(files).digest)
  })

  test.each([
    [
      'a verification command',
      { ...around, verification: around.verification.replace('test]', 'test, --bail]') },
      'verification.yml code',
    ],
    [
      'a new set',
      { ...around, verification: `${around.verification}more:\n  - name: x\n    run: [x]\n` },
      'verification.yml more',
    ],
    ['a rule', { ...around, rules: { 'rules/a.md': 'be strict' } }, 'rules/a.md'],
    ['the configuration', { ...around, settings: { 'config agent': 'y' } }, 'config agent'],
  ])('%s', (_, surroundings, part) => {
    expect(changedParts(contentOf(files), contentOf(files, surroundings))).toEqual([part])
  })
})

describe('what moves while a gate is under way is not part of it', () => {
  test.each<[string, keyof typeof files, string, string]>([
    ['the status of the feature', 'PLAN.md', 'status: active', 'status: done'],
    ['the prose of the plan', 'PLAN.md', 'prose', 'other prose'],
    ['the status of the gate', 'GATE-01.md', 'status: open', 'status: passed'],
    ['the baseline of the gate', 'GATE-01.md', 'gate: 1', 'gate: 1\nbaseline: {sha: x, failing: []}'],
    ['the notes of the human', 'GATE-01.md', '## Reflection notes\n', '## Reflection notes\n\nGood.\n'],
    ['the status of a unit', 'WU-01.md', 'status: pending', 'status: done'],
    [
      'attempts and cost',
      'WU-01.md',
      'status: pending',
      'status: done\nattempts: 2\ncost_usd: 0.4\nduration_seconds: 3',
    ],
    ['the verdict', 'WU-90.md', 'status: pending', 'status: done\nverdict: met'],
    [
      'order and style of the front matter',
      'WU-01.md',
      'id: FEAT-2026-0001/T01\ntype: implementation',
      'type: "implementation" # work\nid: FEAT-2026-0001/T01',
    ],
  ])('%s', (_, name, from, to) => {
    expect(contentOf(edit(name, from, to))).toEqual(contentOf(files))
  })
})

test('two versions of a unit are the same prompt when only the driver has written', () => {
  const unit = (text: string): ReturnType<typeof parseMarkdownFile> => parseMarkdownFile('WU-01.md', text)
  const before = unit(files['WU-01.md'])
  expect(
    isSamePrompt(before, unit(edit('WU-01.md', 'status: pending', 'status: done\nattempts: 1')['WU-01.md'])),
  ).toBe(true)
  expect(isSamePrompt(before, unit(edit('WU-01.md', '# One', '# Two')['WU-01.md']))).toBe(false)
  expect(isSamePrompt(unit('---\na: [\n---\n'), unit('---\na: [\n---\n'))).toBe(false)
})
