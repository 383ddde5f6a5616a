import { AppError, exitCodes } from '@gatecycle/diagnostics'
import { editFrontMatter, type Feature, type Gate } from '@gatecycle/plan-model'
import { checkedOutBranch } from '../adapters/operator-checkout.ts'
import type { LoadedPlan } from '../adapters/plan-reader.ts'
import { neverStopping } from '../adapters/stopping.ts'
import { commitBookkeeping } from '../effects/bookkeeping-commit.ts'
import { currentPlan } from '../effects/current-plan.ts'
import { followBranch } from '../effects/run/follow-branch.ts'
import { publish } from '../effects/run/publish.ts'
import type { World } from '../effects/world.ts'
import { flipRoadmap } from '../policy/flip-roadmap.ts'
import type { CommandResult } from './command-result.ts'
import { actorOf, confirm, refuseAgents, type LoopIo } from './human.ts'
import { chooseFeature, openRepository } from './open-repository.ts'
import { openWorld } from './open-world.ts'
import type { ArmOptions } from './arm.ts'
import { reporter } from './run.ts'
import { withLock } from './with-lock.ts'

/** `loop accept`: a person ends the feature: gate passed, plan done, roadmap row done, in one commit. Only on the verdict `met`. */
export async function accept(io: LoopIo, options: ArmOptions): Promise<CommandResult> {
  refuseAgents(io.env, 'accepting')
  const repository = await openRepository(io, options.root)
  const entry = chooseFeature(repository.features, options.feature, await checkedOutBranch(repository.git))
  const world = openWorld({
    io,
    repository,
    feature: entry,
    command: 'loop accept',
    report: reporter(io),
    stopping: neverStopping,
  })
  return withLock(world, async () => {
    await followBranch(world)
    const { plan, feature } = await currentPlan(world)
    const gate = feature.gates.at(-1)
    const verdict = gate?.units.findLast(({ type }) => type === 'close')?.verdict
    const refusal = refusalOf(feature, gate, verdict)
    if (gate === undefined || refusal !== undefined)
      return answer(world, exitCodes.refused, 'refused', refusal ?? 'the plan has no gate')
    if (!(await confirm(io, `accept ${feature.id} ${feature.title}?`, options.yes))) {
      return answer(world, exitCodes.refused, 'declined', 'nothing was changed')
    }
    return record(options, world, plan, feature, gate)
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

async function record(
  options: ArmOptions,
  world: World,
  plan: LoadedPlan,
  feature: Feature,
  gate: Gate,
): Promise<CommandResult> {
  await world.worktree.prepare(plan.commit)
  const roadmapPath = `${world.place.stateRoot}/roadmap.md`
  const roadmap = flipRoadmap(plan.texts.get(roadmapPath) ?? '', feature.id)
  const log = await world.log()
  const actor = await actorOf(world.git)
  const accepted = { gate: gate.number, verdict: 'met', reason: options.reason ?? null, actor } as const
  await log.append({ correlation_id: feature.id, event_type: 'feature_accepted', payload: accepted })
  const flips = { gate: gate.number, plan: 'done', roadmap: roadmap.kind } as const
  await log.append({ correlation_id: feature.id, event_type: 'terminal_flips', payload: flips })
  const commit = await commitBookkeeping(world, {
    base: plan.commit,
    subject: `chore(loop): accept ${feature.id}`,
    trailers: [
      ['Feature', feature.id],
      ['Gate', String(gate.number)],
    ],
    files: new Map([
      [`${plan.path}/PLAN.md`, editFrontMatter(feature.plan.text, { status: 'done' })],
      [`${plan.path}/${gate.fileName}`, editFrontMatter(gate.file.text, { status: 'passed' })],
      ...(roadmap.kind === 'done' ? [[roadmapPath, roadmap.text] as const] : []),
    ]),
    featurePath: plan.path,
  })
  await checkFlips(world, commit, gate.number)
  const publication = await publish(world)
  const message = `${feature.id} is done: gate ${gate.number} passed, plan done, roadmap ${roadmap.kind === 'absent' ? 'has no row for it' : 'done'}`
  const where =
    publication.kind === 'waiting' ? `${publication.reason}\n  bring it up: ${publication.command}\n` : ''
  return {
    ...answer(world, exitCodes.ok, 'accepted', message),
    gate: gate.number,
    text: `${message}\n${where}merge ${world.branch} as you merge any branch\n`,
  }
}

/** What was written is read back from the commit: one writer, checked. */
async function checkFlips(world: World, commit: string, gate: number): Promise<void> {
  const { feature } = await world.planAt(commit)
  const passed = feature?.gates.find(({ number }) => number === gate)?.status === 'passed'
  if (feature?.status === 'done' && passed) return
  throw new AppError('FLIPS_INCOMPLETE', `commit ${commit} does not show the feature as done`, {
    exitCode: exitCodes.damaged,
  })
}

function answer(
  world: World,
  exitCode: CommandResult['exitCode'],
  outcome: string,
  message: string,
): CommandResult {
  return { command: 'accept', exitCode, outcome, message, feature: world.featureId, text: `${message}\n` }
}
