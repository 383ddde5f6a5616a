import type { RunOutcome } from '../../machine/run-state.ts'
import type { EventDraft } from '../../ports.ts'
import { exitCodeOf } from '../../policy/exit-code-of.ts'
import type { World } from '../world.ts'

type LoggedOutcome = Extract<EventDraft, { event_type: 'run_ended' }>['payload']['outcome']

const loggedOutcomes = {
  'gate-reached': 'gate_reached',
  'feature-done': 'feature_done',
  blocked: 'unit_blocked',
  'not-armed': 'not_armed',
  'baseline-red': 'baseline_red',
  stuck: 'graph_stuck',
  environment: 'environment',
  parked: 'environment',
  interrupted: 'interrupted',
  stopped: 'stopped',
  'unit-done': 'unit_done',
  'unit-waits': 'failed',
  'lock-held': 'failed',
  'plan-refused': 'failed',
  failed: 'failed',
} as const satisfies Record<RunOutcome['kind'], LoggedOutcome>

/** How the run ended, for the log; a run that never started has nothing to end. */
export async function logRunEnd(outcome: RunOutcome, world: World): Promise<void> {
  const log = await world.log()
  if (!log.hasPending((event) => event.event_type === 'run_started' && event.payload.run_id === world.runId))
    return
  const name: LoggedOutcome =
    outcome.kind === 'blocked' && outcome.tampering ? 'tampering' : loggedOutcomes[outcome.kind]
  const exit_code = exitCodeOf(outcome, { detailed: true })
  const payload = { run_id: world.runId, outcome: name, exit_code }
  await log.append({ correlation_id: world.featureId, event_type: 'run_ended', payload })
}
