import {
  findHook,
  runHook,
  type HookEnd,
  type HookName,
  type RepositoryHook,
} from '../adapters/worktree/repository-hooks.ts'
import { hookIndexOf } from '../adapters/worktree/hook-tree.ts'
import type { Config } from '../config/config.ts'
import { putHeadBack, type recordViolation, watchGit } from './unit/watch-git.ts'
import type { World } from './world.ts'

export interface HookCall {
  readonly name: HookName
  readonly args: readonly string[]
  readonly config: Config
  /** The commit that HEAD is at. */
  readonly base: string
  /** The unit or feature it is run for. */
  readonly keepFor: string
  /** Cuts it short; what has to be finished gives one that never comes. */
  readonly signal: AbortSignal
}

type Moved = Pick<Parameters<typeof recordViolation>[2], 'kind' | 'detail'>

export interface HookAnswer {
  readonly end: HookEnd
  /** What it moved of git's own, and was put back. */
  readonly moved: readonly Moved[]
}

/** A hook of the repository that is to be run; undefined where there is none, or the configuration says to skip them. */
export async function hookOf(
  name: HookName,
  config: Config,
  { git, commonGitDir, worktree }: World,
): Promise<RepositoryHook | undefined> {
  if (config.commit.hooks === 'skip') return undefined
  return findHook(name, { git, commonGitDir, worktree: worktree.path })
}

/** Runs a hook of the repository in the run worktree; undefined where there is none, or the configuration says to skip them. */
export async function callHook(call: HookCall, world: World): Promise<HookAnswer | undefined> {
  const { name, args, config, base, keepFor, signal } = call
  const { worktree, mark, env } = world
  const hook = await hookOf(name, config, world)
  if (hook === undefined) return undefined
  const watch = await watchGit(world, keepFor)
  const end = await runHook({
    hook,
    args,
    worktree: worktree.path,
    index: hookIndexOf(await worktree.hookDir()),
    env,
    pass: config.env.pass,
    drop: config.env.drop,
    timeoutMs: config.timeouts.hook * 60_000,
    mark,
    signal,
    containment: await world.containment(config),
  })
  const findings = [
    ...watch.putFilesBack(),
    ...(await watch.putRefsBack()),
    ...(await putHeadBack(base, world)),
  ]
  return {
    end: 'output' in end ? { ...end, output: world.redact(end.output) } : end,
    moved: findings.map(({ kind, detail }) => ({ kind, detail: `by the ${name} hook: ${detail}` })),
  }
}
