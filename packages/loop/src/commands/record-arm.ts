import { randomBytes } from 'node:crypto'
import { exitCodes } from '@gatecycle/diagnostics'
import type { Feature, Gate } from '@gatecycle/plan-model'
import { createEventLog } from '../adapters/state/event-log.ts'
import type { World } from '../effects/world.ts'
import type { EventDraft } from '../ports.ts'
import { armFlips } from '../policy/arm-gate.ts'
import { buildBookkeepingMessage } from '../policy/commit-message.ts'
import { contentOf } from '../policy/run-plan.ts'
import type { CommandResult } from './command-result.ts'
import { actorOf } from './human.ts'
import { landArm } from './land-arm.ts'
import type { UnarmedPlan } from './unarmed-plan.ts'

/** What is about to be armed. */
export interface Arming {
  readonly world: World
  readonly unarmed: UnarmedPlan
  readonly feature: Feature
  readonly gate: Gate
}

/** Writes the permission down: the event, the status changes and the operator's pending edits, in one commit. */
export async function recordArm(
  arming: Arming,
  { reason, sign }: { readonly reason: string | undefined; readonly sign: boolean },
): Promise<CommandResult> {
  const { world, unarmed, feature, gate } = arming
  const { plan, edits } = unarmed
  const { paths, clock, version, redact } = world
  const log = createEventLog({ committed: plan.log, pendingPath: paths.pendingLog, clock, version, redact })
  const armId = `arm-${gate.number}-${randomBytes(4).toString('hex')}`
  const armed = await armEvent(arming, { armId, reason })
  const sealed = log.textWith([armed])
  const changed = new Map<string, string | undefined>([
    ...edits.map(({ path, text }) => [path, text] as const),
    ...armFlips(feature, gate, plan.path),
    [`${plan.path}/events.jsonl`, sealed.text],
  ])
  const message = buildBookkeepingMessage(`chore(loop): arm gate ${gate.number}`, [
    ['Feature', feature.id],
    ['Gate', String(gate.number)],
    ['Arm', armId],
    ['Plan-Digest', armed.payload.digest],
    ['Event-Log', sealed.head],
  ])
  const commit = await landArm(world, unarmed, changed, { message, sign })
  const text = `gate ${gate.number} of ${feature.id} is armed (${armId}) on ${world.branch} at ${commit.slice(0, 10)}`
  const next = `loop run ${feature.id}`
  const told = answerArm(world, exitCodes.ok, 'armed', text)
  return { ...told, gate: gate.number, next, text: `${text}\nnext: ${next}\n` }
}

interface ArmWords {
  readonly armId: string
  readonly reason: string | undefined
}

/** The event that binds the permission to the content. */
async function armEvent(
  { world, unarmed, feature, gate }: Arming,
  { armId, reason }: ArmWords,
): Promise<Extract<EventDraft, { event_type: 'gate_armed' }>> {
  const { digest, parts } = contentOf(unarmed.plan, feature, gate)
  const payload = {
    gate: gate.number,
    arm_id: armId,
    digest,
    parts,
    reason: reason ?? null,
    actor: await actorOf(world.git),
    head: unarmed.source,
    mode: 'recorded',
  } as const
  return { correlation_id: feature.id, event_type: 'gate_armed', payload }
}

/** The answer of `loop arm` in its common shape. */
export function answerArm(
  world: World,
  exitCode: CommandResult['exitCode'],
  outcome: string,
  message: string,
): CommandResult {
  return { command: 'arm', exitCode, outcome, message, feature: world.featureId, text: `${message}\n` }
}
