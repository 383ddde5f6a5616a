import { randomBytes } from 'node:crypto'
import { exitCodes } from '@gatecycle/diagnostics'
import type { Feature, Gate } from '@gatecycle/plan-model'
import { createEventLog } from '../adapters/event-log.ts'
import type { World } from '../effects/world.ts'
import type { EventLog } from '../ports.ts'
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
export async function recordArm(arming: Arming, reason: string | undefined): Promise<CommandResult> {
  const { world, unarmed, feature, gate } = arming
  const { plan, edits } = unarmed
  const { paths, clock, version, redact } = world
  const log = createEventLog({ committed: plan.log, pendingPath: paths.pendingLog, clock, version, redact })
  const armId = `arm-${gate.number}-${randomBytes(4).toString('hex')}`
  const digest = await logArm(arming, log, { armId, reason })
  const changed = new Map<string, string | undefined>([
    ...edits.map(({ path, text }) => [path, text] as const),
    ...armFlips(feature, gate, plan.path),
    [`${plan.path}/events.jsonl`, log.text()],
  ])
  const message = buildBookkeepingMessage(`chore(loop): arm gate ${gate.number}`, [
    ['Feature', feature.id],
    ['Gate', String(gate.number)],
    ['Arm', armId],
    ['Plan-Digest', digest],
    ['Event-Log', log.head()],
  ])
  const commit = await landArm(world, unarmed, changed, message)
  const text = `gate ${gate.number} of ${feature.id} is armed (${armId}) on ${world.branch} at ${commit.slice(0, 10)}`
  const next = `loop run ${feature.id}`
  const told = answerArm(world, exitCodes.ok, 'armed', text)
  return { ...told, gate: gate.number, next, text: `${text}\nnext: ${next}\n` }
}

interface ArmWords {
  readonly armId: string
  readonly reason: string | undefined
}

/** The event that binds the permission to the content; gives back the content's digest. */
async function logArm(
  { world, unarmed, feature, gate }: Arming,
  log: EventLog,
  { armId, reason }: ArmWords,
): Promise<string> {
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
  await log.append({ correlation_id: feature.id, event_type: 'gate_armed', payload })
  return digest
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
