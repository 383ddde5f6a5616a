import { digestData, isClosingType, type Gate } from '@gatecycle/plan-model'
import { readIfThere, replaceDurably } from '../../adapters/durable-file.ts'
import type { Config } from '../../config/config.ts'
import type { Interrupted } from '../../machine/failure.ts'
import type { RunEvent } from '../../machine/run-state.ts'
import type { CommandResult } from '../../policy/command-result.ts'
import { describeFailures } from '../../policy/failure-evidence.ts'
import { setsOf, stepsOfSet, type VerificationStep } from '../../policy/verification-plan.ts'
import { inRoom, type Room } from '../clean-room.ts'
import { currentPlan } from '../current-plan.ts'
import { learnOutputs } from '../learned-outputs.ts'
import { runEntry } from '../run-entry.ts'
import type { World } from '../world.ts'

/** The gate's sets once on the tree it starts from: what is red before any work is not the unit's fault, and stops the run. */
export async function probeBaseline(gateNumber: number, world: World): Promise<RunEvent | Interrupted> {
  const { plan, feature } = await currentPlan(world)
  const gate = feature.gates.find(({ number }) => number === gateNumber)
  const underWay = gate === undefined || gate.units.some(({ status }) => status === 'done')
  if (underWay || (await world.journal.read()) !== undefined) return { type: 'baseline-green' }
  const steps = baselineSets(gate).flatMap((set) => stepsOfSet(set, plan.verification, plan.path))
  const tree = await world.git.text(['rev-parse', `${plan.commit}^{tree}`])
  const key = digestData({ tree, steps })
  const cached = readGreen(world) === key
  const place = { base: plan.commit, tree, plan }
  const failing = cached
    ? []
    : await inRoom(place, world, async (room) => {
        const found = await runSteps(steps, plan.config, room, world)
        await learnOutputs(steps, tree, room.worktree, world)
        return found
      })
  if (failing === undefined) return { type: 'interrupted', signal: world.stopping.reason() ?? 'SIGTERM' }
  if (failing.length === 0 && !cached)
    replaceDurably(world.paths.baselines, `${JSON.stringify({ green: key })}\n`)
  const answer = failing.length === 0 ? 'passed' : 'failed'
  const payload = {
    gate: gateNumber,
    tree,
    answer,
    failing: [...failing],
    cached,
  } as const
  const log = await world.log()
  await log.append({ correlation_id: feature.id, event_type: 'baseline_probed', payload })
  await world.worktree.putTo(plan.commit)
  return failing.length === 0 ? { type: 'baseline-green' } : { type: 'baseline-red', failing }
}

/** Closing units are verified by what they write; before they start there is nothing to probe. */
function baselineSets({ units }: Gate): readonly string[] {
  return [...new Set(units.filter(({ type }) => !isClosingType(type)).flatMap(setsOf))]
}

async function runSteps(
  steps: readonly VerificationStep[],
  config: Config,
  { worktree, setUp }: Room,
  world: World,
): Promise<readonly string[] | undefined> {
  if (setUp === undefined) return undefined
  for (const result of setUp) report(result, world)
  if (setUp.length > 0) return setUp.map(({ set, name }) => `${set}/${name}`)
  const failing: string[] = []
  for (const { set, name, run } of steps) {
    if (run.kind !== 'command') continue
    world.report(`baseline: ${set}/${name}`)
    const result = await runEntry({ set, entry: run.entry, directory: worktree.path }, config, world)
    if (result.interrupted) return undefined
    if (result.answer === 'passed') continue
    report(result, world)
    failing.push(`${set}/${name}`)
  }
  return failing
}

function report(result: CommandResult, world: World): void {
  const { summary, evidence } = describeFailures([result])
  world.report(`baseline: ${summary}\n${evidence}`)
}

/**
 * The last tree and commands that were green together. A red is never kept: what mends it may lie outside the tree, and nobody
 * could get past an answer that is not asked for again.
 */
function readGreen(world: World): string | undefined {
  try {
    // Written above; anything unreadable is as good as nothing.
    const { green } = JSON.parse(readIfThere(world.paths.baselines) ?? '{}') as { readonly green?: string }
    return green
  } catch {
    return undefined
  }
}
