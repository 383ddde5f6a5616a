import { randomBytes } from 'node:crypto'
import { AppError, createColors, exitCodes, renderOneLine, wantsColor } from '@gatecycle/diagnostics'
import { readLog } from '@gatecycle/event-schema'
import type { Feature, Gate } from '@gatecycle/plan-model'
import { createEventLog } from '../adapters/event-log.ts'
import { checkedOutBranch } from '../adapters/operator-checkout.ts'
import { resolveCommit } from '../adapters/repository.ts'
import { neverStopping } from '../adapters/stopping.ts'
import { followBranch } from '../effects/run/follow-branch.ts'
import { publish } from '../effects/run/publish.ts'
import { branchRefOf, runRefOf, type World } from '../effects/world.ts'
import { armFlips, gateToArm } from '../policy/arm-gate.ts'
import { buildBookkeepingMessage } from '../policy/commit-message.ts'
import { contentOf, planRun } from '../policy/run-plan.ts'
import type { CommandResult } from './command-result.ts'
import { describeRunPlan } from './describe-run-plan.ts'
import { actorOf, confirm, refuseAgents, type LoopIo } from './human.ts'
import { landArm } from './land-arm.ts'
import { chooseFeature, openRepository } from './open-repository.ts'
import { openWorld } from './open-world.ts'
import type { CommonOptions } from './options.ts'
import { reporter } from './run.ts'
import { readUnarmedPlan, type UnarmedPlan } from './unarmed-plan.ts'
import { withLock } from './with-lock.ts'

export interface ArmOptions extends CommonOptions {
  readonly yes: boolean
  readonly reason: string | undefined
}

/** `loop arm`: a person's recorded permission to execute the next gate with exactly this content. */
export async function arm(io: LoopIo, options: ArmOptions): Promise<CommandResult> {
  refuseAgents(io.env, 'arming')
  const repository = await openRepository(io, options.root)
  const entry = chooseFeature(repository.features, options.feature, await checkedOutBranch(repository.git))
  const world = openWorld({
    io,
    repository,
    feature: entry,
    command: 'loop arm',
    report: reporter(io),
    stopping: neverStopping,
  })
  return withLock(world, async () => {
    await bringUpToDate(world)
    const unarmed = await readUnarmedPlan(world)
    const { feature } = unarmed.plan
    if (feature === undefined) return refuse(world, unarmed)
    return armGate(io, options, world, unarmed, feature)
  })
}

/** What was verified but not yet shown on the branch comes first: an arm builds on all of it. */
async function bringUpToDate(world: World): Promise<void> {
  const branch = await resolveCommit(world.git, branchRefOf(world))
  const runRef = await resolveCommit(world.git, runRefOf(world))
  if (branch === undefined && runRef === undefined) return
  await followBranch(world)
  const publication = await publish(world)
  if (publication.kind !== 'waiting') return
  throw new AppError(
    'BRANCH_BEHIND',
    `${world.branch} does not have the last verified commits yet: ${publication.reason}`,
    {
      hint: publication.command,
      exitCode: exitCodes.treeInTheWay,
    },
  )
}

function refuse(world: World, { plan }: UnarmedPlan): CommandResult {
  const findings = plan.diagnostics.map((diagnostic) => `${renderOneLine(diagnostic)}\n`).join('')
  const message = 'the plan has errors, so nothing was armed'
  return {
    command: 'arm',
    exitCode: exitCodes.refused,
    outcome: 'plan-refused',
    message,
    feature: world.featureId,
    next: 'plan-lint',
    text: `${findings}${message}\n`,
  }
}

function refuseUnclear({ unclear }: UnarmedPlan): void {
  if (unclear.length === 0) return
  throw new AppError('EDITS_UNCLEAR', `staged in one version and edited in another: ${unclear.join(', ')}`, {
    hint: 'git add or git restore them, then try again',
    exitCode: exitCodes.treeInTheWay,
  })
}

async function armGate(
  io: LoopIo,
  options: ArmOptions,
  world: World,
  unarmed: UnarmedPlan,
  feature: Feature,
): Promise<CommandResult> {
  const { plan, edits } = unarmed
  refuseUnclear(unarmed)
  const planned = planRun(plan, feature, readLog(plan.log).events)
  const target = gateToArm(feature, planned)
  if (target.kind === 'refused') return answer(world, exitCodes.refused, 'refused', target.reason)
  const { gate } = target
  if (
    planned.kind === 'gate' &&
    planned.arm.kind === 'armed' &&
    edits.length === 0 &&
    !gate.units.some(({ status }) => status === 'draft')
  ) {
    return {
      ...answer(
        world,
        exitCodes.ok,
        'armed',
        `gate ${gate.number} is armed already for exactly this content`,
      ),
      gate: gate.number,
      next: `loop run ${feature.id}`,
    }
  }
  const shown = planRun(plan, withCurrent(feature, gate), readLog(plan.log).events)
  io.stderr(describeRunPlan(feature, shown, createColors(wantsColor(io.env, io.isTerminal.stderr))))
  const files = edits.length === 0 ? '' : `, and commit ${edits.map(({ path }) => path).join(', ')}`
  if (!(await confirm(io, `arm gate ${gate.number}${files}?`, options.yes))) {
    return answer(world, exitCodes.refused, 'declined', 'nothing was armed')
  }
  return record(options, world, unarmed, feature, gate)
}

/** The view of the gate that is about to be armed: the one before it counts as passed. */
function withCurrent(feature: Feature, gate: Gate): Feature {
  const index = feature.gates.indexOf(gate)
  return {
    ...feature,
    gates: feature.gates.map((other, at) => (at < index ? { ...other, status: 'passed' } : other)),
  }
}

async function record(
  options: ArmOptions,
  world: World,
  unarmed: UnarmedPlan,
  feature: Feature,
  gate: Gate,
): Promise<CommandResult> {
  const { plan, source, edits } = unarmed
  const content = contentOf(plan, feature, gate)
  const armId = `arm-${gate.number}-${randomBytes(4).toString('hex')}`
  const log = createEventLog({
    committed: plan.log,
    pendingPath: world.paths.pendingLog,
    clock: world.clock,
    version: world.version,
  })
  const actor = await actorOf(world.git)
  const payload = {
    gate: gate.number,
    arm_id: armId,
    digest: content.digest,
    parts: content.parts,
    reason: options.reason ?? null,
    actor,
    head: source,
    mode: 'recorded',
  } as const
  await log.append({ correlation_id: feature.id, event_type: 'gate_armed', payload })
  const changed = new Map<string, string | undefined>([
    ...edits.map(({ path, text }) => [path, text] as const),
    ...armFlips(feature, gate, plan.path),
    [`${plan.path}/events.jsonl`, log.text()],
  ])
  const message = buildBookkeepingMessage(`chore(loop): arm gate ${gate.number}`, [
    ['Feature', feature.id],
    ['Gate', String(gate.number)],
    ['Arm', armId],
    ['Plan-Digest', content.digest],
    ['Event-Log', log.head()],
  ])
  const commit = await landArm(world, unarmed, changed, message)
  const text = `gate ${gate.number} of ${feature.id} is armed (${armId}) on ${world.branch} at ${commit.slice(0, 10)}`
  return {
    ...answer(world, exitCodes.ok, 'armed', text),
    gate: gate.number,
    next: `loop run ${feature.id}`,
    text: `${text}\nnext: loop run ${feature.id}\n`,
  }
}

function answer(
  world: World,
  exitCode: CommandResult['exitCode'],
  outcome: string,
  message: string,
): CommandResult {
  return { command: 'arm', exitCode, outcome, message, feature: world.featureId, text: `${message}\n` }
}
