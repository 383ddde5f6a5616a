import { afterAll, beforeAll, expect, test } from 'vitest'
import { copyHouse, type House } from '../house/copy-house.ts'
import { followRecipe } from './follow-recipe.ts'
import { expectToCompile, expectToPass, tryOut } from './see-it-work.ts'

let house: House
beforeAll(() => {
  house = copyHouse()
})
afterAll(() => house.remove())

const machine = 'packages/loop/src/machine'
const page = 'docs/guide/machines.md'

test('a state that is added as the recipe says stands in every run and in the diagram', () => {
  const before = unitRuns()
  followRecipe(house, {
    recipe: 'A state',
    names: { machine: 'unit', name: 'scan-changes' },
    edits: {
      [`${machine}/unit-state.ts`]: {
        "  | ({ readonly at: 'building-candidate'": `  | ({ readonly at: 'scanning-changes' } & Accepted)
  | ({ readonly at: 'building-candidate'`,
        "  | { readonly type: 'candidate-built'": `  | { readonly type: 'changes-scanned'; readonly marked: readonly string[] }
  | { readonly type: 'candidate-built'`,
      },
      [`${machine}/unit-table.ts`]: {
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
      'packages/loop/src/effects/unit/scan-changes.ts': `import type { UnitEvent, UnitState } from '../../machine/unit-state.ts'
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
      'packages/loop/src/effects/unit/perform-unit.ts': {
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
  })
  expectToCompile(house)
  expectToPass(house, ['packages/loop/test/machine', 'packages/loop/test/policy/resume-unit.test.ts'])
  expect(unitRuns()).toBeGreaterThan(before)
  expect(house.read(page)).toContain('running-hooks --> scanning-changes: hooks-passed\n')
  expect(house.read(page)).toContain('scanning-changes --> building-candidate: changes-scanned\n')
  expect(effects()).toContain('scan-changes')
})

/** Runs of a unit, as the page has them. */
function unitRuns(): number {
  const [, unit = ''] = house.read(page).split('\n## Unit\n')
  return Number(/^(?<runs>\d+) runs/mu.exec(unit)?.groups?.['runs'])
}

/** The effects of the unit's table. */
function effects(): unknown {
  return tryOut(house, `${machine}/unit-table.ts`, 'print(Object.values(it.unitTable).map((row) => row.do))')
}
