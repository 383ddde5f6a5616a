import { exitCodes } from '@gatecycle/diagnostics'
import type { Feature, Gate } from '@gatecycle/plan-model'
import { faultPoint } from '../adapters/system/fault-point.ts'
import { currentPlan } from '../effects/current-plan.ts'
import { followBranch } from '../effects/run/follow-branch.ts'
import { publish } from '../effects/run/publish.ts'
import type { World } from '../effects/world.ts'
import type { CommandResult } from './command-result.ts'
import { confirm, refuseAgents, type LoopIo } from './human.ts'
import { openChosenWorld } from './open-chosen-world.ts'
import type { DecisionOptions } from './arm.ts'
import { recordAcceptance, type Acceptance } from './record-acceptance.ts'
import { refuseUnsettled } from './refuse-unsettled.ts'
import { withLock } from './with-lock.ts'

/** `loop accept`: a person ends the feature: gate passed, plan done, roadmap row done, in one commit. Only on the verdict `met`. */
export async function accept(io: LoopIo, options: DecisionOptions): Promise<CommandResult> {
  refuseAgents(io.env, 'accepting')
  const world = await openChosenWorld(io, options, 'loop accept')
  return withLock(world, async () => {
    refuseUnsettled(world)
    await followBranch(world)
    const publication = await publish(world)
    const { plan, feature } = await currentPlan(world)
    if (feature.status === 'done' && publication.kind === 'published')
      return answer(
        world,
        exitCodes.ok,
        'accepted',
        `${feature.id} is done, and ${world.branch} shows it now`,
      )
    const gate = feature.gates.at(-1)
    const verdict = gate?.units.findLast(({ type }) => type === 'close')?.verdict
    const refusal = refusalOf(feature, gate, verdict)
    if (gate === undefined || refusal !== undefined)
      return answer(world, exitCodes.refused, 'refused', refusal ?? 'the plan has no gate')
    if (!(await confirm(io, `accept ${feature.id} ${feature.title}?`, options.yes))) {
      return answer(world, exitCodes.refused, 'declined', 'nothing was changed')
    }
    return finish({ world, plan, feature, gate }, options.reason)
  })
}

function refusalOf(
  feature: Feature,
  gate: Gate | undefined,
  verdict: string | undefined,
): string | undefined {
  if (feature.status === 'done') return `${feature.id} is done already`
  const open = feature.gates.find(({ status }) => status !== 'passed')
  if (gate === undefined || open === undefined) return 'there is no gate to accept'
  if (open.number !== gate.number)
    return `gate ${open.number} comes first, and it is ${open.status.replaceAll('_', ' ')}; loop arm goes on`
  if (gate.status !== 'awaiting_review') return `gate ${gate.number} is not reached yet; loop run goes on`
  if (verdict === 'met') return undefined
  return `the closing unit's verdict is "${verdict ?? 'none'}"; a feature ends only with "met"`
}

async function finish(acceptance: Acceptance, reason: string | undefined): Promise<CommandResult> {
  const { world, feature, gate } = acceptance
  const roadmap = await recordAcceptance(acceptance, reason)
  faultPoint('accept/publish/before')
  const publication = await publish(world)
  faultPoint('accept/publish/after')
  const row = roadmap === 'absent' ? 'has no row for it' : 'done'
  const message = `${feature.id} is done: gate ${gate.number} passed, plan done, roadmap ${row}`
  const where =
    publication.kind === 'waiting' ? `${publication.reason}\n  bring it up: ${publication.command}\n` : ''
  return {
    ...answer(world, exitCodes.ok, 'accepted', message),
    gate: gate.number,
    text: `${message}\n${where}merge ${world.branch} as you merge any branch\n`,
  }
}

function answer(
  world: World,
  exitCode: CommandResult['exitCode'],
  outcome: string,
  message: string,
): CommandResult {
  return { command: 'accept', exitCode, outcome, message, feature: world.featureId, text: `${message}\n` }
}
