import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { UnitEvent, UnitState } from '../../machine/unit-state.ts'
import { composeTree } from '../../adapters/objects/compose-tree.ts'
import { bestAttempt } from '../../machine/progress.ts'
import type { Evidence } from '../../machine/unit-attempt.ts'
import { replaceDurably } from '../../adapters/system/durable-file.ts'
import { attemptRowsOf } from '../../policy/attempt-rows.ts'
import { buildPrompt } from '../../policy/build-prompt.ts'
import { withGateSkeleton } from '../../policy/retrospective.ts'
import { verificationStepsOf } from '../../policy/verification-plan.ts'
import { readSealed } from '../read-sealed.ts'
import type { UnitSubject, World } from '../world.ts'
import { agentProfileOf, tuningOf } from './agent-profile.ts'
import { readCaptured } from './prepare-unit.ts'
import { attemptFolderOf, maxAttemptsOf, nonceOf } from './attempt-files.ts'

/** The worktree as the unit finds it, and the exact bytes the agent will read. */
export async function writePrompt(
  { attempt, history }: Extract<UnitState, { at: 'writing-prompt' }>,
  subject: UnitSubject,
  world: World,
): Promise<UnitEvent> {
  const { unit, gate, feature, plan } = subject
  const log = await world.log()
  const told = log.hasPending(
    (event) => event.event_type === 'task_started' && event.correlation_id === unit.id,
  )
  if (attempt === 1 && !told) {
    const profile = agentProfileOf(subject)
    const payload = { type: unit.type, gate: gate.number, agent: profile.name, ...tuningOf(unit, profile) }
    await log.append({ correlation_id: unit.id, event_type: 'task_started', payload })
  }
  const best = await layBest(history, subject, world)
  await layClosingSkeleton(subject, world)
  const prompt = buildPrompt({
    feature,
    gate,
    unit,
    featurePath: plan.path,
    attempt,
    maxAttempts: maxAttemptsOf(subject),
    nonce: nonceOf(world, subject, attempt),
    rules: [...plan.rules.keys()].toSorted(),
    steps: verificationStepsOf(unit, plan.verification, plan.path),
    scope: unit.scope.length > 0 ? unit.scope : feature.scope,
    history,
    continued: best,
    captured: readCaptured(subject, world) ?? [],
  })
  replaceDurably(join(attemptFolderOf(world, subject, attempt), 'prompt.md'), prompt)
  const sha256 = `sha256:${createHash('sha256').update(prompt).digest('hex')}`
  const payload = { attempt, sha256, bytes: Buffer.byteLength(prompt) }
  await log.append({ correlation_id: unit.id, event_type: 'prompt_written', payload })
  return { type: 'prompt-written' }
}

/**
 * The worktree as the attempt begins: the unit's base, or what the best attempt left of the product where the unit goes on from
 * attempt to attempt. What is judged is always the difference from the base.
 */
async function layBest(
  history: readonly Evidence[],
  { unit, base, plan }: UnitSubject,
  world: World,
): Promise<number | undefined> {
  const best = unit.iteratesOnFailure ? bestAttempt(history) : undefined
  const isThere = best !== undefined && (await world.git.find(best.progress.tree)) !== undefined
  if (best === undefined || !isThere) {
    await world.worktree.putTo(base)
    return undefined
  }
  const books = [`${plan.path}/${unit.fileName}`, `${plan.path}/events.jsonl`]
  const tree = await composeTree(world.git, {
    tree: best.progress.tree,
    edits: books.map((path) => ({ path, to: { kind: 'from', tree: base } })),
  })
  await world.worktree.putTo(base, tree)
  return best.attempt
}

/** A closing unit finds every heading it must fill, and the tables that the log can fill. */
async function layClosingSkeleton({ unit, gate, feature, plan }: UnitSubject, world: World): Promise<void> {
  if (!['close', 'close-intermediate', 'retrospective'].includes(unit.type)) return
  const file = `${plan.path}/RETROSPECTIVE.md`
  const rows = attemptRowsOf(readSealed(await world.log()), gate)
  world.worktree.write(file, withGateSkeleton(world.worktree.read(file), feature.title, gate.number, rows))
  // The agent may read the log; it is put back before anything is judged.
  world.worktree.write(`${plan.path}/events.jsonl`, (await world.log()).text())
}
