import { join } from 'node:path'
import { withStrayContents } from '../../adapters/worktree/submodules.ts'
import { capPaths } from '../../policy/cap-paths.ts'
import {
  changedPaths,
  compareAndSwap,
  createCommit,
  resolveCommit,
} from '../../adapters/objects/repository.ts'
import type { FailedAttempt } from '../../machine/unit-attempt.ts'
import type { UnitEvent, UnitState } from '../../machine/unit-state.ts'
import { trimText } from '../../policy/trim-text.ts'
import { quotePath } from '../../policy/quote-path.ts'
import { buildBookkeepingMessage } from '../../policy/commit-message.ts'
import type { UnitSubject, World } from '../world.ts'

/** Keeps everything the attempt left under a ref of its own, then takes the worktree back to the base. Safe to do twice. */
export async function discardAttempt(
  { failed }: Extract<UnitState, { at: 'discarding-attempt' }>,
  subject: UnitSubject,
  world: World,
): Promise<UnitEvent> {
  const { unit, base } = subject
  const { attempt, outcome, summary } = failed
  const kept = await rescueWorktree(world, subject, attempt, `${outcome}: ${summary}`)
  await world.worktree.putTo(base)
  await dropLeftovers(world, `${unit.id} attempt ${attempt}`)
  const log = await world.log()
  const told = log.hasPending(
    (event) =>
      event.event_type === 'attempt_outcome' &&
      event.correlation_id === unit.id &&
      event.payload.attempt === attempt &&
      event.payload.counted,
  )
  if (!told)
    await log.append({
      correlation_id: unit.id,
      event_type: 'attempt_outcome',
      payload: toPayload(failed, kept),
    })
  world.report(`${unit.id} attempt ${attempt}: ${outcome}: ${trimText(summary, 400)}`)
  return { type: 'attempt-discarded', rescueRef: kept?.ref }
}

/** What git ignores survives a reset: what this attempt brought is removed, what it wrote to is told. */
export async function dropLeftovers(world: Pick<World, 'worktree' | 'report'>, whose: string): Promise<void> {
  const { created, changed } = await world.worktree.ignored.dropCreated()
  const name = (paths: readonly string[]): string =>
    `${paths.slice(0, 5).join(', ')}${paths.length > 5 ? ` and ${paths.length - 5} more` : ''}`
  if (created.length > 0) world.report(`${whose}: ignored files that it left were removed: ${name(created)}`)
  if (changed.length > 0)
    world.report(`${whose}: ignored files that were there before were written to, and stay: ${name(changed)}`)
}

interface Kept {
  readonly ref: string
  readonly files: readonly string[]
}

/** A commit of the worktree's content under a rescue ref that did not exist before; undefined when there is nothing to keep. */
export async function rescueWorktree(
  world: World,
  { unit, base }: { readonly unit: { readonly id: string }; readonly base: string },
  attempt: number,
  why: string,
): Promise<Kept | undefined> {
  const tree = await withStrayContents(
    world.git,
    { root: world.worktree.path, env: world.env, tree: await world.worktree.snapshot(base) },
    { gitDir: world.commonGitDir, index: join(await world.worktree.gitDir(), 'gatecycle-submodule-index') },
  )
  const files = (await changedPaths(world.git, base, tree)).map(({ path }) => quotePath(path))
  if (files.length === 0) return undefined
  const message = buildBookkeepingMessage(`rescue: ${unit.id} attempt ${attempt}`, [
    ['Feature', unit.id],
    ['Attempt', String(attempt)],
    ['Why', trimText(why, 500)],
  ])
  const commit = await createCommit(world.git, { tree, parents: [base], message })
  const ref = await createRescueRef(world, unit.id, attempt, commit)
  const log = await world.log()
  await log.append({
    correlation_id: unit.id,
    event_type: 'rescue_created',
    payload: { ref, commit, attempt },
  })
  return { ref, files }
}

/** Create-only: a second attempt of the same number in one run gets a number of its own. */
async function createRescueRef(
  { git, featureId, runId }: World,
  unit: string,
  attempt: number,
  commit: string,
): Promise<string> {
  const local = unit.slice(featureId.length + 1)
  for (let suffix = 0; ; suffix += 1) {
    const ref = `refs/gatecycle/rescue/${featureId}/${local}/${runId}-${attempt}${suffix === 0 ? '' : `.${suffix}`}`
    if (await compareAndSwap(git, ref, commit, undefined)) return ref
    if ((await resolveCommit(git, ref)) === commit) return ref
  }
}

function toPayload(
  { attempt, outcome, counted, summary, report }: FailedAttempt,
  kept: Kept | undefined,
): OutcomePayload {
  return {
    attempt,
    outcome,
    counted,
    summary: trimText(summary, 2000),
    result: report?.result.kind ?? 'missing',
    ...capPaths(kept?.files ?? []),
    rescue_ref: kept?.ref ?? null,
    cost_usd: report?.costUsd ?? null,
    duration_ms: report?.durationMs ?? 0,
  }
}

type OutcomePayload = Extract<
  Parameters<Awaited<ReturnType<World['log']>>['append']>[0],
  { event_type: 'attempt_outcome' }
>['payload']
