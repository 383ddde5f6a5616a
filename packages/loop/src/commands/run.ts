import { createColors, wantsColor, type Io } from '@gatecycle/diagnostics'
import { createStopping } from '../adapters/stopping.ts'
import { checkedOutBranch } from '../adapters/operator-checkout.ts'
import { runFeature } from '../effects/run/run-feature.ts'
import { runRefOf, type World } from '../effects/world.ts'
import type { FinishedRun, RunOutcome } from '../machine/run-machine.ts'
import { exitCodeOf } from '../policy/exit-code-of.ts'
import type { CommandResult } from './command-result.ts'
import { chooseFeature, openRepository } from './open-repository.ts'
import { openWorld } from './open-world.ts'
import type { CommonOptions } from './options.ts'

export interface RunOptions extends CommonOptions {
  readonly detailedExitcode: boolean
}

/** `loop run`: takes the current gate as far as it goes. */
export async function run(io: Io, options: RunOptions): Promise<CommandResult> {
  const report = reporter(io)
  const repository = await openRepository(io, options.root)
  const feature = chooseFeature(repository.features, options.feature, await checkedOutBranch(repository.git))
  const stopping = createStopping(report)
  try {
    const world = openWorld({ io, repository, feature, command: 'loop run', report, stopping })
    return toResult(await runFeature(world), world, options)
  } finally {
    stopping.close()
  }
}

/** Progress goes to stderr, one line at a time. */
export function reporter(io: Io): (line: string) => void {
  const colors = createColors(wantsColor(io.env, io.isTerminal.stderr))
  return (line) => io.stderr(`${colors.dim('loop')} ${line}\n`)
}

function toResult({ outcome, publication }: FinishedRun, world: World, options: RunOptions): CommandResult {
  const exitCode = exitCodeOf(outcome, { detailed: options.detailedExitcode })
  const { message, next } = explain(outcome, world)
  const branch = {
    name: world.branch,
    state: publication.kind,
    ...(publication.kind === 'waiting' ? { command: publication.command } : {}),
  }
  const where =
    publication.kind === 'waiting'
      ? `branch ${world.branch} was left alone: ${publication.reason}\n  bring it up: ${publication.command}\n`
      : publication.kind === 'published'
        ? `branch ${world.branch} is at the last verified commit\n`
        : ''
  return {
    command: 'run',
    exitCode,
    outcome: outcome.kind,
    message,
    feature: world.featureId,
    ...('gate' in outcome ? { gate: outcome.gate } : {}),
    ...(next === undefined ? {} : { next }),
    branch,
    text: `${message}\n${where}${next === undefined ? '' : `next: ${next}\n`}`,
  }
}

interface Explanation {
  readonly message: string
  readonly next?: string
}

/** Every end of a run in words: the cause, where the evidence lies, the next command. */
function explain(outcome: RunOutcome, world: World): Explanation {
  const folder = `${world.place.stateRoot}/features/${world.place.folder}`
  switch (outcome.kind) {
    case 'gate-reached':
      return {
        message: `gate ${outcome.gate} ${outcome.already ? 'is' : 'was'} reached and waits for your review`,
        next: outcome.terminal ? `loop accept ${world.featureId}` : `loop arm ${world.featureId}`,
      }
    case 'feature-done':
      return { message: 'every gate of this feature is passed: nothing to do' }
    case 'not-armed':
      return { message: outcome.reason, next: `loop arm ${world.featureId}` }
    case 'lock-held':
      return { message: `another driver works on ${world.featureId}: ${outcome.holder}`, next: 'loop status' }
    case 'plan-refused':
      return {
        message: `plan-lint finds ${outcome.errors} errors in the plan on ${world.branch}`,
        next: `plan-lint ${folder}`,
      }
    case 'baseline-red':
      return {
        message: `red before any work: ${outcome.failing.join(', ')}. A unit cannot be judged on a tree that fails already`,
        next: `git switch ${world.branch}`,
      }
    default:
      return explainStop(outcome, world, folder)
  }
}

function explainStop(
  outcome: Extract<
    RunOutcome,
    { kind: 'blocked' | 'stuck' | 'environment' | 'parked' | 'interrupted' | 'failed' }
  >,
  world: World,
  folder: string,
): Explanation {
  switch (outcome.kind) {
    case 'blocked': {
      const what = outcome.tampering
        ? 'touched plan or verification files, so the run stopped'
        : 'needs a decision of yours'
      const rescue = `git for-each-ref refs/gatecycle/rescue/${world.featureId}`
      return {
        message: [
          `${outcome.units.join(', ')} ${what}`,
          `  evidence: ${folder}/work/ on ${world.branch}; what the attempts had changed: ${rescue}`,
          `  to try again: set its status to pending in ${folder}, then loop arm ${world.featureId}`,
        ].join('\n'),
        next: `loop status ${world.featureId}`,
      }
    }
    case 'stuck':
      return {
        message: `no unit can become ready: ${outcome.reasons.join('; ')}`,
        next: `loop status ${world.featureId}`,
      }
    case 'environment':
      return { message: `the environment is not ready:\n  ${outcome.summary.replaceAll('\n', '\n  ')}` }
    case 'parked':
      return {
        message: `the provider does not answer now: ${outcome.summary}`,
        next: `loop run ${world.featureId}`,
      }
    case 'interrupted':
      return {
        message: `interrupted by ${outcome.signal}; what was done is kept (${runRefOf(world)})`,
        next: `loop run ${world.featureId}`,
      }
    case 'failed': {
      const { code, message, hint } = outcome.failure
      return {
        message: `${message} [${code}]${hint === undefined ? '' : `\n  ${hint.replaceAll('\n', '\n  ')}`}`,
      }
    }
  }
}
