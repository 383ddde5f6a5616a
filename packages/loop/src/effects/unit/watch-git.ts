import { captureGuard, restoreGuard, type GuardFinding } from '../../adapters/git-guard.ts'
import { branchRefOf, runRefOf, type World } from '../world.ts'

type Violation = Extract<
  Parameters<Awaited<ReturnType<World['log']>>['append']>[0],
  { event_type: 'violation_recorded' }
>['payload']

/** What is foreign works from here on; the answer puts back what it moved of git's, and says what that was. */
export async function watchGit(
  world: World,
  keepFor: string,
): Promise<() => Promise<readonly GuardFinding[]>> {
  const places = {
    commonGitDir: world.commonGitDir,
    worktree: world.worktree.path,
    worktreeGitDir: await world.worktree.gitDir(),
  }
  const guard = await captureGuard(world.git, places)
  const own = {
    names: [runRefOf(world), branchRefOf(world)],
    keepUnder: `refs/gatecycle/rescue/${keepFor}/moved`,
  }
  return async () => restoreGuard(world.git, places, guard, own)
}

/** Tells it, and writes it down. */
export async function recordViolation(world: World, unit: string, payload: Violation): Promise<void> {
  world.report(`${unit} attempt ${payload.attempt}: ${payload.kind}: ${payload.detail}`)
  const log = await world.log()
  await log.append({ correlation_id: unit, event_type: 'violation_recorded', payload })
}

/** Commits and branch switches are folded in: the content stays, HEAD goes back. Gives back what there was, for the log. */
export async function putHeadBack(
  base: string,
  { worktree }: World,
): Promise<readonly Pick<Violation, 'kind' | 'detail'>[]> {
  const head = await worktree.readHead()
  if (head.branch === undefined && head.commit === base) return []
  await worktree.setHead(base)
  const at = `HEAD was at ${head.commit ?? 'no commit'}; its content is judged like any other edit`
  return [
    ...(head.branch === undefined
      ? []
      : [{ kind: 'branch_switched', detail: `HEAD was on ${head.branch}` } as const]),
    ...(head.commit === base ? [] : [{ kind: 'agent_committed', detail: at } as const]),
  ]
}
