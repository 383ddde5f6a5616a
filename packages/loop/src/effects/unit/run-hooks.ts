import { stageForHooks, treeAfterHook } from '../../adapters/worktree/hook-tree.ts'
import type { HookEnd } from '../../adapters/worktree/repository-hooks.ts'
import type { Interrupted } from '../../machine/failure.ts'
import type { UnitEvent, UnitState } from '../../machine/unit-state.ts'
import { trimText } from '../../policy/trim-text.ts'
import { callHook, hookOf } from '../repository-hook.ts'
import type { UnitSubject, World } from '../world.ts'
import { judgeTree, proofsOf } from './judge-changes.ts'
import { recordViolation } from './watch-git.ts'

type Hooking = Extract<UnitState, { at: 'running-hooks' }>

type Answer = Exclude<HookEnd, { kind: 'interrupted' }>

/** The repository's own pre-commit hook, on what would be committed. What it changed belongs to the candidate. */
export async function runHooks(
  { attempt, files, proofs }: Hooking,
  subject: UnitSubject,
  world: World,
): Promise<UnitEvent | Interrupted> {
  const { unit, base } = subject
  const first = await askHook(attempt, await world.worktree.glance(base), subject, world)
  if (first === undefined) return { type: 'hooks-passed', files, proofs }
  // A hook that mended what it refuses (pre-commit, most formatters) is asked once more, as a person would commit again.
  const isMended = first.end.kind === 'refused' && first.changed
  const second = isMended ? await askHook(attempt, first.tree, subject, world) : undefined
  const { end, tree } = second ?? first
  if (end.kind === 'interrupted') return { type: 'interrupted', signal: world.stopping.reason() ?? 'SIGTERM' }
  world.report(`${unit.id} attempt ${attempt}: pre-commit hook ${end.kind.replaceAll('-', ' ')}`)
  if (end.kind !== 'passed') return toRefusal(end, subject.plan.config.timeouts.hook)
  return first.changed || second?.changed === true
    ? judgeAgain(attempt, tree, subject, world)
    : { type: 'hooks-passed', files, proofs }
}

interface Asked {
  readonly end: HookEnd
  /** The worktree as a commit would be after the hook. */
  readonly tree: string
  readonly changed: boolean
}

async function askHook(
  attempt: number,
  before: string,
  { unit, plan, base }: UnitSubject,
  world: World,
): Promise<Asked | undefined> {
  if ((await hookOf('pre-commit', plan.config, world)) === undefined) return undefined
  await stageForHooks(world.worktree)
  const { signal } = world.stopping
  const call = { name: 'pre-commit', args: [], config: plan.config, base, keepFor: unit.id, signal } as const
  const answer = await callHook(call, world)
  if (answer === undefined) return undefined
  for (const finding of answer.moved) await recordViolation(world, unit.id, { attempt, ...finding })
  const after = await world.worktree.snapshot(base)
  const tree = await treeAfterHook(world.git, {
    hookDir: await world.worktree.hookDir(),
    base,
    before,
    after,
  })
  if (tree !== after) await world.worktree.putTo(base, tree)
  // The driver's index holds what is staged next.
  await world.worktree.snapshot(base)
  return { end: answer.end, tree, changed: tree !== before }
}

/** A hook has no licence to leave the unit's scope, nor to edit plans; whoever wrote it has to mend it. */
async function judgeAgain(
  attempt: number,
  tree: string,
  subject: UnitSubject,
  world: World,
): Promise<UnitEvent> {
  const { verdict } = await judgeTree(tree, subject, world)
  if (verdict.kind === 'accepted') {
    const proofs = await proofsOf(attempt, tree, subject, world)
    return { type: 'hooks-passed', files: verdict.files, proofs }
  }
  return {
    type: 'hooks-unfit',
    summary: `the repository's pre-commit hook changed files: ${verdict.summary}`,
  }
}

function toRefusal(end: Exclude<Answer, { kind: 'passed' }>, minutes: number): UnitEvent {
  if (end.kind === 'could-not-run') {
    const summary = `the repository's pre-commit hook could not run: ${trimText(end.output, 400, 4)}`
    return { type: 'hooks-unfit', summary }
  }
  const what = end.kind === 'refused' ? 'refused the change' : `did not end within ${minutes} min`
  const evidence = `$ git hook run pre-commit\n${trimText(end.output)}`
  return { type: 'hooks-refused', summary: `the repository's pre-commit hook ${what}`, evidence }
}
