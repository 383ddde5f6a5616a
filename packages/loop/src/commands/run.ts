import type { Io } from '@gatecycle/diagnostics'
import { spareProcessor } from '../adapters/system/spare-processor.ts'
import { createStopping } from '../adapters/system/stopping.ts'
import { runFeature } from '../effects/run/run-feature.ts'
import { currentPlan } from '../effects/current-plan.ts'
import { readSealed } from '../effects/read-sealed.ts'
import type { World } from '../effects/world.ts'
import type { FinishedRun, Publication } from '../machine/run-state.ts'
import { exitCodeOf } from '../policy/exit-code-of.ts'
import { reviewFirst } from '../policy/review-first.ts'
import type { CommandResult } from './command-result.ts'
import { explainOutcome } from './explain-outcome.ts'
import { openChosenWorld } from './open-chosen-world.ts'
import type { CommonOptions } from './options.ts'
import { reporter } from './reporter.ts'

export interface RunOptions extends CommonOptions {
  readonly detailedExitcode: boolean
  /** The one unit that is to run. */
  readonly unit: string | undefined
}

/** `loop run`: takes the current gate as far as it goes. */
export async function run(io: Io, options: RunOptions): Promise<CommandResult> {
  spareProcessor()
  const stopping = createStopping(reporter(io))
  try {
    const world = await openChosenWorld(io, options, 'loop run', { stopping, onlyUnit: options.unit })
    const end = await runFeature(world)
    return toResult(end, await lookFirst(end, world), world, options)
  } finally {
    stopping.close()
  }
}

/** When a gate waits for its review: what a person should look at before anything else. */
async function lookFirst({ outcome }: FinishedRun, world: World): Promise<readonly string[]> {
  if (outcome.kind !== 'gate-reached') return []
  const { feature } = await currentPlan(world)
  const gate = feature.gates.find(({ number }) => number === outcome.gate)
  return gate === undefined ? [] : reviewFirst(readSealed(await world.log()), gate)
}

function toResult(
  { outcome, publication }: FinishedRun,
  first: readonly string[],
  world: World,
  options: RunOptions,
): CommandResult {
  const exitCode = exitCodeOf(outcome, { detailed: options.detailedExitcode })
  const { message, next } = explainOutcome(outcome, world)
  const branch = {
    name: world.branch,
    state: publication.kind,
    ...(publication.kind === 'waiting' ? { command: publication.command } : {}),
  }
  return {
    command: 'run',
    exitCode,
    outcome: outcome.kind,
    message,
    feature: world.featureId,
    ...('gate' in outcome ? { gate: outcome.gate } : {}),
    ...(next === undefined ? {} : { next }),
    branch,
    ...(first.length === 0 ? {} : { detail: { lookFirst: first } }),
    text: `${message}\n${first.map((line) => `  look first: ${line}\n`).join('')}${describePublication(publication, world.branch)}${next === undefined ? '' : `next: ${next}\n`}`,
  }
}

function describePublication(publication: Publication, branch: string): string {
  switch (publication.kind) {
    case 'waiting':
      return `branch ${branch} was left alone: ${publication.reason}\n  bring it up: ${publication.command}\n`
    case 'published':
      return `branch ${branch} is at the last verified commit\n`
    case 'unchanged':
      return ''
  }
}
