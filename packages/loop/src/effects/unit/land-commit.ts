import { capPaths } from '../../policy/cap-paths.ts'
import { AppError, exitCodes } from '@gatecycle/diagnostics'
import { canonicalJson } from '@gatecycle/plan-model'
import { changeDigestOf, changedBlobs } from '../../adapters/objects/change-digest.ts'
import { neverStopping } from '../../adapters/system/stopping.ts'
import { readTexts, resolveCommit } from '../../adapters/objects/repository.ts'
import type { UnitEvent, UnitState } from '../../machine/unit-state.ts'
import type { EventDraft } from '../../ports.ts'
import { sealMessage } from '../../policy/commit-message.ts'
import { askMessageHooks, messageHint } from '../ask-message-hooks.ts'
import { createDriverCommit } from '../create-commit.ts'
import { runRefStays, swapRunRef } from '../run-ref.ts'
import { runRefOf, type UnitSubject, type World } from '../world.ts'
import { wordUnitCommit } from './word-unit-commit.ts'

type At<A extends UnitState['at']> = Extract<UnitState, { at: A }>

/** The unit's commit object, on exactly the verified tree. */
export async function createUnitCommit(
  state: At<'committing'>,
  subject: UnitSubject,
  world: World,
): Promise<UnitEvent> {
  const { attempt, tree, verification, report } = state
  const { unit, plan, base } = subject
  const logFile = `${plan.path}/events.jsonl`
  const log = world.readLog((await readTexts(world.git, tree, [logFile])).get(logFile) ?? '')
  const parts = wordUnitCommit(subject, {
    attempt,
    verification,
    tree,
    change: await changeDigestOf(world.git, { from: base, to: tree, without: logFile }),
    eventLog: log.head?.hash ?? '',
    costUsd: report.costUsd,
    containment: (await world.containment(plan.config)).level,
  })
  const answer = await askMessageHooks(
    parts,
    { config: plan.config, base, keepFor: unit.id, signal: neverStopping.signal },
    world,
  )
  if (answer.kind === 'refused') {
    throw new AppError('COMMIT_REFUSED', answer.reason, {
      hint: `${messageHint}; then type the same command again: what was verified is kept`,
      exitCode: exitCodes.environment,
    })
  }
  const message = sealMessage(answer.parts, tree)
  const commit = await createDriverCommit(world, { tree, parents: [base], message }, plan.config)
  return { type: 'commit-created', commit }
}

/** The run ref moves from the unit's base to its commit, or not at all. */
export async function moveRunRef(
  state: At<'moving-ref'>,
  { base, unit }: UnitSubject,
  world: World,
): Promise<UnitEvent> {
  const ref = runRefOf(world)
  // The worktree holds what was committed, so its HEAD goes along; what keeps that one from moving keeps no unit from landing.
  const head = world.worktree.exists() ? await world.worktree.headRef() : undefined
  const moved =
    (await swapRunRef(world, state.commit, base, head)) ||
    (head !== undefined && (await swapRunRef(world, state.commit, base)))
  if (moved || (await resolveCommit(world.git, ref)) === state.commit) return { type: 'ref-moved' }
  throw runRefStays(world, state.commit, ` while ${unit.id} was being verified`)
}

/** A unit as far as its landing needs it. */
interface LandedUnit {
  readonly unit: { readonly id: string }
  /** The commit that the unit started from. */
  readonly base: string
}

/** The log says what landed; these lines are in the next commit. The worktree follows when it is needed next. Safe to do twice. */
export async function recordUnitCommit(
  state: At<'recording-commit'>,
  subject: LandedUnit,
  world: World,
): Promise<UnitEvent> {
  const { commit, attempt } = state
  if (world.worktree.exists()) {
    await world.worktree.ignored.forget()
    world.worktree.ignored.foresee()
  }
  const log = await world.log()
  const { stateRoot, folder } = world.place
  const without = `${stateRoot}/features/${folder}/events.jsonl`
  const changes = await changedBlobs(world.git, { from: subject.base, to: state.tree, without })
  const isTold = (draft: EventDraft): boolean =>
    log.hasPending(
      (event) =>
        event.event_type === draft.event_type &&
        event.correlation_id === draft.correlation_id &&
        canonicalJson(event.payload) === canonicalJson(draft.payload),
    )
  await log.append(...landingEvents(state, subject, changes).filter((draft) => !isTold(draft)))
  world.report(`${subject.unit.id} attempt ${attempt}: verified and committed as ${commit.slice(0, 10)}`)
  return { type: 'commit-recorded' }
}

function landingEvents(
  state: At<'recording-commit'>,
  { unit, base }: LandedUnit,
  changes: Readonly<Record<string, string | null>> | undefined,
): readonly EventDraft[] {
  const { commit, tree, attempt, report, files } = state
  const cost_usd = report.costUsd ?? null
  const outcome = {
    attempt,
    outcome: 'passed',
    counted: true,
    summary: 'verification passed on the tree that was committed',
    result: report.result.kind,
    ...capPaths(files),
    rescue_ref: null,
    cost_usd,
    duration_ms: report.durationMs,
  } as const
  const completed = { attempts: attempt, cost_usd, duration_ms: report.durationMs }
  return [
    { correlation_id: unit.id, event_type: 'attempt_outcome', payload: outcome },
    {
      correlation_id: unit.id,
      event_type: 'unit_committed',
      payload: { attempt, commit, tree, parent: base, ...(changes === undefined ? {} : { changes }) },
    },
    { correlation_id: unit.id, event_type: 'task_completed', payload: completed },
  ]
}
