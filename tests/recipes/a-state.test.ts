import { afterEach, beforeEach, expect, test } from 'vitest'
import { copyHouse, type House } from '../house/copy-house.ts'
import { followRecipe, type Edit } from './follow-recipe.ts'
import { expectToCompile, expectToPass, tryOut } from './see-it-work.ts'

let house: House
beforeEach(() => {
  house = copyHouse()
})
afterEach(() => house.remove())

const src = 'packages/loop/src'
const page = 'docs/guide/machines.md'

/** A state that is added to a machine. */
interface Added {
  readonly machine: 'unit' | 'gate' | 'run'
  readonly performers: string
  /** The file of the performer, and the name of the effect. */
  readonly name: string
  readonly edits: Readonly<Record<string, Edit>>
  /** Arrows of the diagram. */
  readonly arrows: readonly string[]
}

const unit: Added = {
  machine: 'unit',
  performers: 'perform-unit',
  name: 'scan-changes',
  edits: {
    [`${src}/machine/unit-state.ts`]: {
      "  | ({ readonly at: 'building-candidate'": `  | ({ readonly at: 'scanning-changes' } & Accepted)
  | ({ readonly at: 'building-candidate'`,
      "  | { readonly type: 'candidate-built'": `  | { readonly type: 'changes-scanned'; readonly marked: readonly string[] }
  | { readonly type: 'candidate-built'`,
    },
    [`${src}/machine/unit-table.ts`]: {
      "({ ...state, at: 'building-candidate', files, proofs })":
        "({ ...state, at: 'scanning-changes', files, proofs })",
      "  'building-candidate': {\n": `  'scanning-changes': {
    do: 'scan-changes',
    afterDeath: 'start-anew',
    on: {
      ...cut,
      'changes-scanned': ({ marked }, state, policy) =>
        marked.length === 0
          ? { ...state, at: 'building-candidate' }
          : retryOrBlock(state, { outcome: 'failed', summary: \`conflict in \${marked.join(', ')}\` }, policy),
    },
  },
  'building-candidate': {
`,
    },
    [`${src}/effects/unit/scan-changes.ts`]: `import type { UnitEvent, UnitState } from '../../machine/unit-state.ts'
import type { World } from '../world.ts'

/** Looks for what git leaves in a file where two changes meet. */
export async function scanChanges(
  { files }: Extract<UnitState, { at: 'scanning-changes' }>,
  { worktree }: World,
): Promise<UnitEvent> {
  const marked = files.filter((file) => /^<{7} /mu.test(worktree.read(file) ?? ''))
  return { type: 'changes-scanned', marked }
}
`,
    [`${src}/effects/unit/perform-unit.ts`]: {
      'import { writePrompt }': "import { scanChanges } from './scan-changes.ts'\nimport { writePrompt }",
      "  'building-candidate': buildCandidate,": `  'scanning-changes': async (state, _subject, world) => scanChanges(state, world),
  'building-candidate': buildCandidate,`,
    },
    'packages/loop/test/machine/unit-runs.ts': {
      "      'candidate-built': (state)": `      'changes-scanned': () => [
        { type: 'changes-scanned', marked: [] },
        { type: 'changes-scanned', marked: ['src/a.ts'] },
      ],
      'candidate-built': (state)`,
    },
  },
  arrows: [
    'running-hooks --> scanning-changes: hooks-passed',
    'scanning-changes --> building-candidate: changes-scanned',
  ],
}

const gate: Added = {
  machine: 'gate',
  performers: 'run-gate',
  name: 'tell-rest',
  edits: {
    [`${src}/machine/gate-state.ts`]: {
      "  | { readonly at: 'closing-gate' }": `  | { readonly at: 'telling-rest'; readonly unit: string }
  | { readonly at: 'closing-gate' }`,
      "  | { readonly type: 'gate-closed' }":
        "  | { readonly type: 'rest-told' }\n  | { readonly type: 'gate-closed' }",
    },
    [`${src}/machine/gate-table.ts`]: {
      "outcome.kind === 'committed') return { at: 'heeding-requests', after: unit }":
        "outcome.kind === 'committed') return { at: 'telling-rest', unit }",
      "  'closing-gate': {\n": `  'telling-rest': {
    do: 'tell-rest',
    on: { ...broken, 'rest-told': (_event, { unit }) => ({ at: 'heeding-requests', after: unit }) },
  },
  'closing-gate': {
`,
    },
    [`${src}/effects/gate/tell-rest.ts`]: `import type { GateEvent } from '../../machine/gate-state.ts'
import { currentPlan } from '../current-plan.ts'
import type { World } from '../world.ts'

/** How many units the gate has left after this one. */
export async function tellRest(gate: number, unit: string, world: World): Promise<GateEvent> {
  const { feature } = await currentPlan(world)
  const units = feature.gates.find(({ number }) => number === gate)?.units ?? []
  world.report(\`\${unit} has landed, \${units.filter(({ status }) => status !== 'done').length} to go\`)
  return { type: 'rest-told' }
}
`,
    [`${src}/effects/gate/run-gate.ts`]: {
      'import { runUnit }': "import { tellRest } from './tell-rest.ts'\nimport { runUnit }",
      "  if (state.at === 'running-unit')": `  if (state.at === 'telling-rest') return tellRest(gate, state.unit, world)
  if (state.at === 'running-unit')`,
    },
    'packages/loop/test/machine/gate-runs.ts': {
      "    'gate-closed': () =>": "    'rest-told': () => [{ type: 'rest-told' }],\n    'gate-closed': () =>",
    },
  },
  arrows: ['running-unit --> telling-rest: unit-finished', 'telling-rest --> heeding-requests: rest-told'],
}

const run: Added = {
  machine: 'run',
  performers: 'run-feature',
  name: 'measure-disk',
  edits: {
    [`${src}/machine/run-state.ts`]: {
      "  | { readonly at: 'probing-baseline'": `  | { readonly at: 'measuring-disk'; readonly gate: GateToRun }
  | { readonly at: 'probing-baseline'`,
      "  | { readonly type: 'baseline-green' }": `  | { readonly type: 'disk-measured'; readonly freeBytes: number }
  | { readonly type: 'baseline-green' }`,
    },
    [`${src}/machine/run-table.ts`]: {
      "({ at: 'probing-baseline', gate })": "({ at: 'measuring-disk', gate })",
      "  'probing-baseline': {\n": `  'measuring-disk': {
    do: 'measure-disk',
    on: {
      ...wayOut,
      'disk-measured': ({ freeBytes }, { gate }) =>
        freeBytes < 1_000_000
          ? end({ kind: 'environment', summary: 'the disk is full' })
          : { at: 'probing-baseline', gate },
    },
  },
  'probing-baseline': {
`,
    },
    [`${src}/effects/run/measure-disk.ts`]: `import { statfs } from 'node:fs/promises'
import type { RunEvent } from '../../machine/run-state.ts'
import type { World } from '../world.ts'

/** How much room the repository has left. */
export async function measureDisk(_gate: number, { git }: World): Promise<RunEvent> {
  const { bavail, bsize } = await statfs(git.directory)
  return { type: 'disk-measured', freeBytes: bavail * bsize }
}
`,
    [`${src}/effects/run/run-feature.ts`]: {
      'import { prepareWorktree }':
        "import { measureDisk } from './measure-disk.ts'\nimport { prepareWorktree }",
      "  'probing-baseline': atGate":
        "  'measuring-disk': atGate(measureDisk),\n  'probing-baseline': atGate",
    },
    'packages/loop/test/machine/run-runs.ts': {
      "    'baseline-green': () =>": `    'disk-measured': () => [10, 10_000_000].map((freeBytes) => ({ type: 'disk-measured', freeBytes })),
    'baseline-green': () =>`,
    },
  },
  arrows: [
    'probing-commit --> measuring-disk: commit-possible',
    'measuring-disk --> publishing: effect-failed, interrupted, disk-measured',
    'measuring-disk --> probing-baseline: disk-measured',
  ],
}

test.each([unit, gate, run].map((added) => [added.machine, added] as const))(
  'a state that is added to the machine of the %s as the recipe says stands in every run and in the diagram',
  (machine, { performers, name, edits, arrows }) => {
    const before = runsOf(machine)
    followRecipe(house, { recipe: 'A state', names: { machine, performers, name }, edits })
    expectToCompile(house)
    expectToPass(house, ['packages/loop/test/machine', 'packages/loop/test/policy/resume-unit.test.ts'])
    expect(runsOf(machine)).toBeGreaterThan(before)
    const lines = house.read(page).split('\n')
    expect(arrows.filter((arrow) => !lines.includes(`  ${arrow}`))).toEqual([])
    expect(effectsOf(machine)).toContain(name)
  },
  180_000,
)

/** Runs through a machine, as the page has them. */
function runsOf(machine: Added['machine']): number {
  const title = `\n## ${machine.charAt(0).toUpperCase()}${machine.slice(1)}\n`
  const [, section = ''] = house.read(page).split(title)
  return Number(/^(?<runs>\d+) runs/mu.exec(section)?.groups?.['runs'])
}

/** The effects of a machine's table. */
function effectsOf(machine: Added['machine']): unknown {
  const table = `it.${machine}Table`
  return tryOut(
    house,
    `${src}/machine/${machine}-table.ts`,
    `print(Object.values(${table}).map((row) => row.do))`,
  )
}
