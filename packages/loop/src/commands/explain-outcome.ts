import { plural } from '@gatecycle/diagnostics'
import { runRefOf, type World } from '../effects/world.ts'
import type { RunOutcome } from '../machine/run-state.ts'

type ExplainedWorld = Pick<World, 'featureId' | 'branch' | 'place'>

/** An end of a run in words, and the command to type next where there is one. */
export interface Explanation {
  readonly message: string
  readonly next?: string
}

type Explain<K extends RunOutcome['kind']> = (
  outcome: Extract<RunOutcome, { kind: K }>,
  world: ExplainedWorld,
) => Explanation

/** Every end of a run in words: the cause, where the evidence lies, the next command. */
export function explainOutcome(outcome: RunOutcome, world: ExplainedWorld): Explanation {
  // An outcome and the entry of its kind belong together; TypeScript cannot follow the pair through the lookup.
  const explain = words[outcome.kind] as Explain<RunOutcome['kind']>
  return explain(outcome, world)
}

const words: { readonly [K in RunOutcome['kind']]: Explain<K> } = {
  'gate-reached': ({ gate, already, terminal }, { featureId }) => ({
    message: `gate ${gate} ${already ? 'is' : 'was'} reached and waits for your review`,
    next: terminal ? `loop accept ${featureId}` : `loop arm ${featureId}`,
  }),
  'feature-done': () => ({ message: 'every gate of this feature is passed: nothing to do' }),
  'not-armed': ({ reason }, { featureId }) => ({ message: reason, next: `loop arm ${featureId}` }),
  'lock-held': ({ holder }, { featureId }) => ({
    message: `another driver works on ${featureId}: ${holder}`,
    next: 'loop status',
  }),
  'plan-refused': ({ errors }, world) => ({
    message: `plan-lint finds ${plural(errors, 'error')} in the plan on ${world.branch}`,
    next: `plan-lint ${folderOf(world)}`,
  }),
  'baseline-red': ({ failing }, { branch }) => ({
    message: `red before any work: ${failing.join(', ')}. A unit cannot be judged on a tree that fails already`,
    next: `git switch ${branch}`,
  }),
  blocked: ({ units, tampering }, world) => explainBlock(units, tampering, world),
  stuck: ({ reasons }, { featureId }) => ({
    message: `no unit can become ready: ${reasons.join('; ')}`,
    next: `loop status ${featureId}`,
  }),
  environment: ({ summary }) => ({
    message: `the environment is not ready:\n  ${summary.replaceAll('\n', '\n  ')}`,
  }),
  parked: ({ summary }, { featureId }) => ({
    message: `the provider does not answer now: ${summary}`,
    next: `loop run ${featureId}`,
  }),
  interrupted: ({ signal }, world) => ({
    message: `interrupted by ${signal}; what was done is kept (${runRefOf(world)})`,
    next: `loop run ${world.featureId}`,
  }),
  stopped: (_outcome, { featureId }) => ({
    message: 'stopped after the unit in flight, as you asked',
    next: `loop run ${featureId}`,
  }),
  'unit-done': ({ unit, already }, { featureId }) => ({
    message: already
      ? `${unit} is done already`
      : `${unit} is verified and committed; the gate goes on when you say so`,
    next: `loop run ${featureId}`,
  }),
  'unit-waits': ({ reason }, { featureId }) => ({ message: reason, next: `loop status ${featureId}` }),
  failed: ({ failure: { code, message, hint } }, { featureId }) => ({
    ...(/^BRANCH_(?:DELETED|DIVERGED|MOVED_BACK)$/u.test(code) ? { next: `loop resync ${featureId}` } : {}),
    message: `${message} [${code}]${hint === undefined ? '' : `\n  ${hint.replaceAll('\n', '\n  ')}`}`,
  }),
}

function explainBlock(units: readonly string[], tampering: boolean, world: ExplainedWorld): Explanation {
  const folder = folderOf(world)
  const what = tampering
    ? 'touched plan or verification files, so the run stopped'
    : 'needs a decision of yours'
  const rescue = `loop rescue list ${world.featureId}`
  return {
    message: [
      `${units.join(', ')} ${what}`,
      `  evidence: ${folder}/work/ on ${world.branch}; what the attempts had changed: ${rescue}`,
      `  to try again: set its status to pending in ${folder}, then loop arm ${world.featureId}`,
    ].join('\n'),
    next: `loop status ${world.featureId}`,
  }
}

function folderOf({ place }: ExplainedWorld): string {
  return `${place.stateRoot}/features/${place.folder}`
}
