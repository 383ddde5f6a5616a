import { accessSync, constants, statSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import {
  defaultOutputCapBytes,
  filterEnvironment,
  runProcess,
  type Containment,
  type EnvironmentRules,
  type ProcessEnd,
  type RunMark,
} from '@gatecycle/agents'
import type { Git } from '../../ports.ts'
import { hookEnvironment } from '../git/foreign-environment.ts'

export type HookName = 'pre-commit' | 'prepare-commit-msg' | 'commit-msg'

/** A hook of the repository that git would run, and the folder it lies in. */
export interface RepositoryHook {
  readonly name: HookName
  readonly folder: string
  /** Git does not find the folder from the run worktree by itself. */
  readonly isElsewhere: boolean
}

interface HookPlaces {
  /** Git in the operator's checkout: its configuration counts. */
  readonly git: Git
  readonly commonGitDir: string
  readonly worktree: string
}

export type HookEnd =
  | { readonly kind: 'passed' }
  | { readonly kind: 'refused' | 'timed-out' | 'could-not-run'; readonly output: string }
  | { readonly kind: 'interrupted' }

export interface HookOrder extends EnvironmentRules {
  readonly hook: RepositoryHook
  readonly args: readonly string[]
  readonly worktree: string
  /** Absolute; holds what would be committed. */
  readonly index: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly timeoutMs: number
  readonly mark: RunMark
  readonly signal: AbortSignal
  readonly containment: Containment
}

/**
 * The hook of this name, as git would find it: below `core.hooksPath`, else in the git directory. A relative path is taken
 * from the run worktree; where a folder that git ignores is not there (`.husky/_`), from the operator's checkout.
 */
export async function findHook(name: HookName, places: HookPlaces): Promise<RepositoryHook | undefined> {
  const { git, commonGitDir, worktree } = places
  const configured = await hooksPathOf(git)
  if (configured === undefined) return inFolder(name, join(commonGitDir, 'hooks'), false)
  if (isAbsolute(configured)) return inFolder(name, configured, false)
  const own = join(worktree, configured)
  return isFolder(own) ? inFolder(name, own, false) : inFolder(name, join(git.directory, configured), true)
}

/** Runs a hook as git does before a commit; nothing of it is left running. */
export async function runHook(order: HookOrder): Promise<HookEnd> {
  const { hook, args, worktree, index, env, pass, drop, timeoutMs, mark, signal, containment } = order
  const elsewhere = hook.isElsewhere ? ['-c', `core.hooksPath=${hook.folder}`] : []
  const end = await runProcess({
    argv: ['git', ...elsewhere, 'hook', 'run', '--ignore-missing', hook.name, '--', ...args],
    cwd: worktree,
    env: { ...filterEnvironment(env, { pass, drop }).env, ...hookEnvironment(env), GIT_INDEX_FILE: index },
    stdin: undefined,
    timeoutMs,
    silenceMs: undefined,
    outputCapBytes: defaultOutputCapBytes,
    mark,
    signal,
    containment,
  })
  return toHookEnd(end)
}

/** Our own calls set `core.hooksPath` on their command line: that one does not count. */
export async function hooksPathOf(git: Git): Promise<string | undefined> {
  const { stdout } = await git.config(['--show-scope', '--type=path', '-z', '--get-all', 'core.hooksPath'])
  const parts = stdout.split('\0')
  const values = parts.flatMap((scope, at) =>
    at % 2 === 0 && scope !== '' && scope !== 'command' ? [parts[at + 1] ?? ''] : [],
  )
  const last = values.at(-1)
  return last === '' ? undefined : last
}

function inFolder(name: HookName, folder: string, isElsewhere: boolean): RepositoryHook | undefined {
  try {
    accessSync(join(folder, name), constants.X_OK)
    return { name, folder, isElsewhere }
  } catch {
    return undefined
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}

function toHookEnd(end: ProcessEnd): HookEnd {
  const output = [end.stdout.text, end.stderr.text].filter((text) => text.trim() !== '').join('\n')
  switch (end.kind) {
    case 'interrupted':
      return { kind: 'interrupted' }
    case 'timed-out':
    case 'stalled':
      return { kind: 'timed-out', output }
    case 'spawn-failed':
      return { kind: 'could-not-run', output: end.message }
    case 'signalled':
      return { kind: 'refused', output }
    case 'exited':
      if (end.exitCode === 0) return { kind: 'passed' }
      return { kind: isMissingProgram(end.exitCode, output) ? 'could-not-run' : 'refused', output }
  }
}

/** What git and the common hook tools say when it is not the content that they refuse. */
const missing = [
  /^(?:fatal|error): cannot (?:run|exec) /mu,
  /`pre-commit` not found\. Did you forget to activate your virtualenv\?/u,
  /^Executable `[^`]+` not found$/mu,
  /^No \.pre-commit-config\.yaml file was found$/mu,
]

/** 126 and 127 are a shell's words for "could not be run" (POSIX.1-2017, 2.8.2). */
function isMissingProgram(exitCode: number, output: string): boolean {
  return exitCode === 126 || exitCode === 127 || missing.some((words) => words.test(output))
}
