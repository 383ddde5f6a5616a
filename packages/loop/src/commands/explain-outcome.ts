import { runRefOf, type World } from '../effects/world.ts'
import type { RunOutcome } from '../machine/run-state.ts'

type ExplainedWorld = Pick<World, 'featureId' | 'branch' | 'place'>

/** An end of a run in words, and the command to type next where there is one. */
export interface Explanation {
  readonly message: string
  readonly next?: string
}

/** Every end of a run in words: the cause, where the evidence lies, the next command. */
export function explainOutcome(outcome: RunOutcome, world: ExplainedWorld): Explanation {
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
  world: ExplainedWorld,
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
