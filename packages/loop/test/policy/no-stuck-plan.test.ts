import { lintFeature } from '@gatecycle/plan-lint'
import { currentGateOf, loadFeature, toFeature, type FeatureFolder } from '@gatecycle/plan-model'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { progressOf, unitsAhead } from '../../src/policy/progress-of.ts'

/** Two gates in the usual shape. */
const gates = [
  {
    T01: 'implementation',
    T02: 'implementation',
    'G1-CLOSE-INTERMEDIATE': 'close-intermediate',
    'G1-PLAN': 'plan-next',
  },
  { T03: 'implementation', T04: 'implementation', 'G2-CLOSE': 'close' },
]
const names = gates.flatMap((units) => Object.keys(units))
/** Edges that make the plan correct: each closing unit waits for the work of its gate. */
const usual = [
  ...['T01', 'T02'].flatMap((work) => [
    { from: 'G1-CLOSE-INTERMEDIATE', to: work },
    { from: 'G1-PLAN', to: work },
  ]),
  ...['T03', 'T04'].map((work) => ({ from: 'G2-CLOSE', to: work })),
]

const plans = fc.record({
  passed: fc.subarray([1, 2]),
  status: fc.dictionary(
    fc.constantFrom(...names),
    fc.constantFrom('ready', 'draft', 'done', 'done', 'abandoned'),
    { maxKeys: 4 },
  ),
  more: fc.array(fc.record({ from: fc.constantFrom(...names), to: fc.constantFrom(...names) }), {
    maxLength: 2,
  }),
})

type Plan = typeof plans extends fc.Arbitrary<infer T> ? T : never

const full = (name: string): string => `FEAT-2026-0007/${name}`
const fileOf = (name: string): string => `WU-${name.toLowerCase()}.md`
const sections = ['Context', 'Acceptance criteria', 'Do not touch', 'Verification', 'Escalation triggers']
const prompt = `# A unit\n\n${sections.map((name) => `**${name}.** Text.\n\n`).join('')}`
const head = 'feature_id: FEAT-2026-0007\ntitle: T\nbranch: feat/x\nroadmap_goal: G\nstatus: active'

function load({ passed, status, more }: Plan): FeatureFolder {
  const after = (name: string): string => {
    const to = [...usual, ...more].filter(({ from }) => from === name).map((edge) => full(edge.to))
    return [...new Set(to)].join(', ')
  }
  const entry = (name: string): string =>
    `      - id: ${full(name)}\n        file: ${fileOf(name)}\n        depends_on: [${after(name)}]\n`
  const graph = gates.map(
    (units, index) =>
      `  - gate: ${index + 1}\n    file: GATE-0${index + 1}.md\n    work_units:\n${Object.keys(units).map(entry).join('')}`,
  )
  const files = new Map([
    ['PLAN.md', `---\n${head}\n---\n\n\`\`\`yaml\ngates:\n${graph.join('')}\`\`\`\n`],
    ...gates.map((_, index): [string, string] => [
      `GATE-0${index + 1}.md`,
      `---\ngate: ${index + 1}\nstatus: ${passed.includes(index + 1) ? 'passed' : 'open'}\n---\n`,
    ]),
    ...gates
      .flatMap(Object.entries)
      .map(([name, type]: [string, string]): [string, string] => [
        fileOf(name),
        `---\nid: ${full(name)}\ntype: ${type}\nstatus: ${status[name] ?? 'pending'}\n---\n${prompt}`,
      ]),
  ])
  return loadFeature({
    folder: 'FEAT-2026-0007-x',
    names: [...files.keys()],
    read: (name) => files.get(name),
  })
}

test('a gate of a plan without an error is never stuck, and all of its units lie ahead', () => {
  let judged = 0
  fc.assert(
    fc.property(plans, (plan) => {
      const folder = load(plan)
      if (lintFeature(folder).some(({ severity }) => severity === 'error')) return
      const feature = toFeature(folder)
      const gate = currentGateOf(feature)
      if (gate === undefined) return
      judged += 1
      expect(progressOf(feature, gate).kind).not.toBe('stuck')
      const open = gate.units.filter(({ status }) => status !== 'done' && status !== 'abandoned')
      expect(unitsAhead(feature, gate)).toHaveLength(open.length)
    }),
    { numRuns: 1500 },
  )
  expect(judged).toBeGreaterThan(150)
})
