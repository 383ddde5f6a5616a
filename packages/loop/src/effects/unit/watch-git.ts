import { join } from 'node:path'
import { AppError, exitCodes } from '@gatecycle/diagnostics'
import { compareUserConfig, readUserConfig, type UserConfigChange } from '../../adapters/git/user-config.ts'
import {
  captureGuard,
  restoreFiles,
  type GuardFinding,
  type GuardPlaces,
} from '../../adapters/guards/git-guard.ts'
import { restoreRefs } from '../../adapters/guards/ref-guard.ts'
import { trimText } from '../../policy/trim-text.ts'
import { branchRefOf, drivenRefOf, publishedRefOf, runRefOf, type World } from '../world.ts'

type Violation = Extract<
  Parameters<Awaited<ReturnType<World['log']>>['append']>[0],
  { event_type: 'violation_recorded' }
>['payload']

/** Puts back what was moved of git's while something foreign worked, and says what that was. First files, then refs. */
export interface GitWatch {
  /** Configuration and hooks; git is not asked for it. Throws where git would run other programs from now on. */
  readonly putFilesBack: () => readonly GuardFinding[]
  /** The driver's own refs. Other refs are told, not undone: they may be the operator's. */
  readonly putRefsBack: () => Promise<readonly GuardFinding[]>
}

/** What is foreign works from here on; what we do `meanwhile` is ours. */
export async function watchGit(
  world: World,
  keepFor: string,
  meanwhile?: () => Promise<unknown>,
): Promise<GitWatch> {
  const places = {
    commonGitDir: world.commonGitDir,
    worktree: world.worktree.path,
    worktreeGitDir: await world.worktree.gitDir(),
  }
  const own = {
    names: [runRefOf, branchRefOf, publishedRefOf, drivenRefOf].map((nameOf) => nameOf(world)),
    keepUnder: `refs/gatecycle/rescue/${keepFor}/moved`,
  }
  const paths = await userFilesOf(world, places)
  const guard = await captureGuard(world.git, { ...places, own: own.names }, meanwhile)
  const before = readUserConfig(paths)
  return {
    putFilesBack: () => [
      ...restoreFiles(places, guard),
      ...judgeUserConfig(compareUserConfig(before, readUserConfig(paths))),
    ],
    putRefsBack: async () => restoreRefs(world.git, places, guard.refs, own),
  }
}

/** What the user's git reads, as far as it is not the repository's own: that is put back. */
async function userFilesOf(
  { git }: World,
  { commonGitDir, worktreeGitDir }: GuardPlaces,
): Promise<readonly string[]> {
  const own = new Set(
    [commonGitDir, worktreeGitDir].flatMap((folder) => [
      join(folder, 'config'),
      join(folder, 'config.worktree'),
    ]),
  )
  return (await git.configFiles()).filter((path) => !own.has(path))
}

/**
 * Configuration of the user is not the driver's to put back: it may be the person who edits it. A program that git would run for the
 * driver from now on is no guess to make: the run stops before git is asked for anything.
 */
function judgeUserConfig(changes: readonly UserConfigChange[]): readonly GuardFinding[] {
  const programs = changes.flatMap(({ path, programs: lines }) => lines.map((line) => `${path}: ${line}`))
  if (programs.length > 0) {
    throw new AppError(
      'USER_CONFIG_CHANGED',
      `git would run other programs from now on: ${programs.join('; ')}`,
      {
        hint: 'it was changed while an agent or a hook worked, and is left as it is: look at it, then type the same command again',
        exitCode: exitCodes.environment,
      },
    )
  }
  return changes.map(({ path }) => ({
    kind: 'config_changed',
    detail: `${path} (of the user, left as it is)`,
  }))
}

/** Tells it, and writes it down. */
export async function recordViolation(world: World, unit: string, payload: Violation): Promise<void> {
  world.report(`${unit} attempt ${payload.attempt}: ${payload.kind}: ${payload.detail}`)
  const log = await world.log()
  // A line of the log has an end, and what was moved may be thousands of refs.
  const capped = { ...payload, detail: trimText(payload.detail, 2000) }
  await log.append({ correlation_id: unit, event_type: 'violation_recorded', payload: capped })
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
