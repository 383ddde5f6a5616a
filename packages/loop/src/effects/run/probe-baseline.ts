import { isClosingType, type Gate } from '@gatecycle/plan-model'
import type { Interrupted } from '../../machine/failure.ts'
import type { RunEvent } from '../../machine/run-state.ts'
import { sayAnswer, type CommandResult } from '../../policy/command-result.ts'
import { toRedEntry } from '../../policy/red-entries.ts'
import { testSetsOf } from '../../policy/test-sets.ts'
import { setsOf, stepsOfSet } from '../../policy/verification-plan.ts'
import { currentPlan } from '../current-plan.ts'
import type { World } from '../world.ts'
import { probeEntries, type Probe } from './probe-entries.ts'

/**
 * The gate's sets once on the tree it starts from: what is red before any work is not the unit's fault. It stops the run, but for
 * what a unit of the gate is to repair; what could not be run is not red, and stops it as something that is missing here.
 */
export async function probeBaseline(gateNumber: number, world: World): Promise<RunEvent | Interrupted> {
  const { plan, feature } = await currentPlan(world)
  const gate = feature.gates.find(({ number }) => number === gateNumber)
  const underWay = gate === undefined || gate.units.some(({ status }) => status === 'done')
  if (underWay || (await world.journal.read()) !== undefined) return { type: 'baseline-green' }
  const steps = baselineSets(gate).flatMap((set) => stepsOfSet(set, plan.verification, plan.path))
  const tree = await world.git.text(['rev-parse', `${plan.commit}^{tree}`])
  const probe = await probeEntries(steps, tree, plan, world)
  if (probe === undefined) return { type: 'interrupted', signal: world.stopping.reason() ?? 'SIGTERM' }
  await world.worktree.putTo(plan.commit)
  const tests = testSetsOf(probe.results)
  if (tests.length > 0) world.testSets.write(tree, tests)
  return decide(probe, { gate, tree, featureId: feature.id }, world)
}

interface Probed {
  readonly gate: Gate
  readonly tree: string
  readonly featureId: string
}

async function decide(
  { results, cached }: Probe,
  { gate, tree, featureId }: Probed,
  world: World,
): Promise<RunEvent> {
  const failed = results.filter(({ answer }) => answer !== 'passed')
  const red = failed.map((result) => toRedEntry(result, gate.units))
  const answer = failed.length === 0 ? 'passed' : 'failed'
  const failing = red.map(({ entry }) => entry)
  const payload = { gate: gate.number, tree, answer, failing, cached, red: [...red] } as const
  const log = await world.log()
  await log.append({ correlation_id: featureId, event_type: 'baseline_probed', payload })
  for (const { entry, repaired_by } of red) {
    if (repaired_by.length > 0)
      world.report(`baseline: ${entry} is red and tolerated until ${repaired_by.join(', ')} has repaired it`)
  }
  const stopping = failed.filter((_result, index) => red[index]?.repaired_by.length === 0)
  if (stopping.length === 0) return { type: 'baseline-green' }
  if (!stopping.some(isUnfit)) return { type: 'baseline-red', failing: stopping.map(nameOf) }
  const summary = stopping.map(
    (result) => `${result.set}/${result.name} ${sayAnswer(result)}, before any work`,
  )
  return { type: 'environment-lacking', summary: summary.join('\n') }
}

/** What could not be run says nothing about the tree; nor does a place that could not be set up. */
function isUnfit({ answer, set }: CommandResult): boolean {
  return answer === 'could_not_run' || set === 'setup'
}

/** A command that did not run to its end is told in words. */
function nameOf(result: CommandResult): string {
  const entry = `${result.set}/${result.name}`
  return result.answer === 'failed' ? entry : `${entry} (${sayAnswer(result)})`
}

/** Closing units are verified by what they write; before they start there is nothing to probe. */
function baselineSets({ units }: Gate): readonly string[] {
  return [...new Set(units.filter(({ type }) => !isClosingType(type)).flatMap(setsOf))]
}
