import { composeTree } from '../../adapters/objects/compose-tree.ts'
import { changedPaths } from '../../adapters/objects/repository.ts'
import { matchesGlob } from '../../adapters/verification/match-glob.ts'
import type { Interrupted } from '../../machine/failure.ts'
import type { UnitEvent, UnitState } from '../../machine/unit-state.ts'
import type { CommandResult } from '../../policy/command-result.ts'
import { describeFailures } from '../../policy/failure-evidence.ts'
import { isHarmless } from '../../policy/judge-answers.ts'
import type { SurfaceFinding } from '../../policy/surface/judge-surface.ts'
import {
  losesNoTests,
  olderOracles,
  testFilesOf,
  type OlderOracle,
} from '../../policy/surface/older-oracles.ts'
import { verificationStepsOf } from '../../policy/verification-plan.ts'
import type { UnitSubject, World } from '../world.ts'
import { runAsSetUp } from './run-as-set-up.ts'
import { surfaceOf, toOldVersions } from './surface-of.ts'

type Checking = Extract<UnitState, { at: 'checking-old-oracle' }>
type Run = Awaited<ReturnType<typeof runAsSetUp>>

/** The candidate once more, under the oracle surface as the unit's base has it: what was loosened shows here. */
export async function checkOldOracle(
  state: Checking,
  subject: UnitSubject,
  world: World,
): Promise<UnitEvent | Interrupted> {
  const all = await surfaceOf(state.tree, subject, world)
  const findings = all.filter(({ tier }) => tier === 'configuration')
  const files = findings.map(({ path }) => path).join(', ')
  const asFound: OlderOracle = { what: files, findings, needsSetUp: false }
  const first = await runUnder(asFound, state, subject, world)
  const older = (await runUnderOlder(first, all, { state, subject, world })) ?? first
  await world.worktree.putTo(subject.base, state.tree)
  if (older.kind === 'interrupted')
    return { type: 'interrupted', signal: world.stopping.reason() ?? 'SIGTERM' }
  if (older.kind !== 'answered') {
    const changed = older.kind === 'mutated' ? older.files.join(', ') : 'what is installed'
    const summary = `verification under the old version of ${files} changed ${changed}`
    return { type: 'old-oracle-refused', outcome: 'verification_mutated_tree', summary, evidence: '' }
  }
  if (older.results.every(isHarmless)) return { type: 'old-oracle-passed' }
  return refuse(files, older.results)
}

function refuse(files: string, results: readonly CommandResult[]): UnitEvent {
  const { summary, evidence } = describeFailures(results)
  return {
    type: 'old-oracle-refused',
    outcome: 'oracle_surface_failed',
    summary: `passes only under the changed version of ${files}; under the old version ${summary}`,
    evidence,
  }
}

async function runUnder(
  { what, findings, needsSetUp }: OlderOracle,
  { tree, attempt, files: changed }: Checking,
  subject: UnitSubject,
  world: World,
): Promise<Run> {
  const { unit, plan, base } = subject
  const old = await composeTree(world.git, { tree, edits: toOldVersions(findings, base) })
  const steps = verificationStepsOf(unit, plan.verification, plan.path).filter(
    ({ run }) => run.kind === 'command',
  )
  const doing = `verifying under the old ${what}:`
  const order = { attempt, tree: old, doing, outputPrefix: 'verify-old', changed }
  return runAsSetUp(steps, { ...order, candidate: needsSetUp ? tree : undefined }, subject, world)
}

/** The first run that passes with more of the base, where the candidate keeps the tests that there were. */
async function runUnderOlder(
  first: Run,
  findings: readonly SurfaceFinding[],
  {
    state,
    subject,
    world,
  }: { readonly state: Checking; readonly subject: UnitSubject; readonly world: World },
): Promise<Run | undefined> {
  if (first.kind !== 'answered' || first.results.every(isHarmless)) return undefined
  const changed = (await changedPaths(world.git, subject.base, state.tree))
    .filter(({ path }) => !path.startsWith(`${world.place.stateRoot}/`))
    .map(({ path, status }) => ({ path, isNew: status === 'A' }))
  const before = (await world.testsBefore(subject.base))?.sets ?? []
  const now = world.testSets.read(state.tree) ?? []
  const files = testFilesOf(changed, matchesGlob).map(({ path }) => path)
  if (!losesNoTests({ failed: first.results, before, now, files })) return undefined
  for (const older of olderOracles(findings, changed, matchesGlob)) {
    const run = await runUnder(older, state, subject, world)
    if (run.kind === 'interrupted') return run
    if (run.kind !== 'answered' || !run.results.every(isHarmless)) continue
    world.report(
      `${subject.unit.id} attempt ${state.attempt}: passes under the old configuration with the old ${older.what}`,
    )
    return run
  }
  return undefined
}
