import { AppError, exitCodes } from '@gatecycle/diagnostics'
import { editFrontMatter, type Feature, type Gate } from '@gatecycle/plan-model'
import { faultPoint } from '../adapters/system/fault-point.ts'
import type { LoadedPlan } from '../adapters/plan/plan-reader.ts'
import { commitBookkeeping } from '../effects/bookkeeping-commit.ts'
import type { World } from '../effects/world.ts'
import type { EventDraft } from '../ports.ts'
import { flipRoadmap, type RoadmapFlip } from '../policy/flip-roadmap.ts'
import { actorOf } from './human.ts'

/** A feature at its last gate, with the plan that says so. */
export interface Acceptance {
  readonly world: World
  readonly plan: LoadedPlan
  readonly feature: Feature
  readonly gate: Gate
}

/** The terminal flips in one commit on the run ref: gate passed, plan done, roadmap row done. Gives back what the roadmap came to. */
export async function recordAcceptance(
  acceptance: Acceptance,
  reason: string | undefined,
): Promise<RoadmapFlip['kind']> {
  const { world, plan, feature, gate } = acceptance
  await world.worktree.prepare(plan.commit)
  const roadmapPath = `${world.place.stateRoot}/roadmap.md`
  const roadmap = flipRoadmap(plan.texts.get(roadmapPath) ?? '', feature.id)
  const events = await acceptanceEvents(acceptance, reason, roadmap.kind)
  faultPoint('accept/commit/before')
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
    events,
  })
  faultPoint('accept/commit/after')
  await checkFlips(world, commit, gate.number)
  return roadmap.kind
}

async function acceptanceEvents(
  { world, feature, gate }: Acceptance,
  reason: string | undefined,
  roadmap: RoadmapFlip['kind'],
): Promise<readonly EventDraft[]> {
  const actor = await actorOf(world.git)
  const accepted = { gate: gate.number, verdict: 'met', reason: reason ?? null, actor } as const
  const flips = { gate: gate.number, plan: 'done', roadmap } as const
  return [
    { correlation_id: feature.id, event_type: 'feature_accepted', payload: accepted },
    { correlation_id: feature.id, event_type: 'terminal_flips', payload: flips },
  ]
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
