import { composeTree } from '../../adapters/objects/compose-tree.ts'
import { matchesGlob } from '../../adapters/verification/match-glob.ts'
import { changedPaths } from '../../adapters/objects/repository.ts'
import type { Interrupted } from '../../machine/failure.ts'
import type { UnitEvent, UnitState } from '../../machine/unit-state.ts'
import { toReport, type CommandResult } from '../../policy/command-result.ts'
import { describeFailures } from '../../policy/failure-evidence.ts'
import { withRed } from '../../policy/judge-red.ts'
import { namedFiles } from '../../policy/surface/named-scripts.ts'
import { testGlobs } from '../../policy/surface/surface-globs.ts'
import { redStepOf, type VerificationStep } from '../../policy/verification-plan.ts'
import type { UnitSubject, World } from '../world.ts'
import { runOnTreeTwice, type TreeRun } from './run-on-tree.ts'

type Checking = Extract<UnitState, { at: 'checking-red' }>

/** The unit's own test: it passes on the candidate, and fails on the base with nothing of the work but its tests. */
export async function checkRed(
  state: Checking,
  subject: UnitSubject,
  world: World,
): Promise<UnitEvent | Interrupted> {
  const step = redStepOf(subject.unit, subject.plan.path)
  if (step === undefined) throw new Error(`${subject.unit.id} has no red to check`)
  const { tree, attempt } = state
  const run = async (on: string, doing: string, outputPrefix: string): Promise<TreeRun> =>
    runOnTreeTwice([step], { attempt, tree: on, doing, outputPrefix }, subject, world)
  const green = await run(tree, 'trying with the work:', 'red-with')
  const before = await treeWithoutWork(state, step, subject, world)
  const red = green.kind === 'answered' ? await run(before, 'trying without the work:', 'red-without') : green
  await world.worktree.putTo(subject.base, tree)
  if (green.kind === 'interrupted' || red.kind === 'interrupted')
    return { type: 'interrupted', signal: world.stopping.reason() ?? 'SIGTERM' }
  if (green.kind === 'mutated' || red.kind === 'mutated')
    return mutated(green.kind === 'mutated' ? green : red)
  return decide(green.results, red.results, state)
}

function mutated(run: TreeRun): UnitEvent {
  const files = run.kind === 'mutated' ? run.files : []
  const summary = `red changed ${files.join(', ')}`
  return { type: 'red-refused', outcome: 'verification_mutated_tree', summary, evidence: '' }
}

function decide(
  green: readonly CommandResult[],
  red: readonly CommandResult[],
  { verification }: Checking,
): UnitEvent {
  const [withWork] = green
  const [without] = red
  if (withWork?.answer !== 'passed')
    return { type: 'red-refused', outcome: 'failed', ...describeFailures(green) }
  if (without?.answer === 'failed' && without.exit !== undefined)
    return { type: 'red-confirmed', report: withRed(verification, toReport(green), toReport(red)) }
  const { summary, evidence } = describeFailures(red)
  return {
    type: 'red-refused',
    outcome: 'not_red',
    summary:
      without?.answer === 'passed'
        ? `red/${without.name} passes without the work as well: it does not show what the unit adds`
        : `on the base with the unit's tests ${summary}, which is no failing test`,
    evidence,
  }
}

/** The base with the candidate's test files: those of the customs, and those that the command names. */
async function treeWithoutWork(
  { tree }: Checking,
  step: VerificationStep,
  { base }: UnitSubject,
  world: World,
): Promise<string> {
  const named = namedFiles([step])
  const paths = (await changedPaths(world.git, base, tree))
    .map(({ path }) => path)
    .filter((path) => !path.startsWith(`${world.place.stateRoot}/`))
    .filter((path) => named.has(path) || matchesGlob(path, testGlobs))
  return composeTree(world.git, {
    tree: await world.git.text(['rev-parse', `${base}^{tree}`]),
    edits: paths.map((path) => ({ path, to: { kind: 'from', tree } })),
  })
}
