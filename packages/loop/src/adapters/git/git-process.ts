import { spawn, type ChildProcess } from 'node:child_process'
import { AppError, exitCodes } from '@gatecycle/diagnostics'
import { gitConfig } from './git-environment.ts'

/** Where and how git is started. */
export interface GitCall {
  readonly directory: string
  /** The whole environment. */
  readonly env: Readonly<Record<string, string>>
  readonly args: readonly string[]
  readonly input?: string | Uint8Array | undefined
  readonly timeoutMs: number
}

export interface GitAnswer {
  readonly exitCode: number
  readonly stdout: Buffer
  readonly stderr: Buffer
}

/** Commands that run no program of the repository's: no hook, no editor, no driver of merges. */
const quiet: ReadonlySet<string> = new Set([
  'add',
  'cat-file',
  'check-attr',
  'check-ignore',
  'clean',
  'commit-tree',
  'config',
  'diff-tree',
  'for-each-ref',
  'hash-object',
  'ls-files',
  'merge-base',
  'read-tree',
  'rev-parse',
  'symbolic-ref',
  'update-ref',
  'var',
  'write-tree',
])

let others = 0

/** How many git commands were started that may run programs of the repository. */
export function startedGitPrograms(): number {
  return others
}

/** What stands before every command of ours. */
export const gitConfigArgs: readonly string[] = gitConfig.flatMap((setting) => ['-c', setting])

/**
 * Starts git in a session of its own: Ctrl-C in the operator's terminal is the driver's to hear, and a git that hangs is
 * ended with whatever it started.
 */
export function startGit({
  directory,
  env,
  args,
  stdin,
}: Pick<GitCall, 'directory' | 'env' | 'args'> & { readonly stdin: 'pipe' | 'ignore' }): ChildProcess {
  try {
    return spawn('git', [...gitConfigArgs, ...args], {
      cwd: directory,
      env,
      detached: true,
      windowsHide: true,
      stdio: [stdin, 'pipe', 'pipe'],
    })
  } catch (error) {
    // Some failures are told by an event, others (ENOMEM, E2BIG) are thrown.
    throw notStarted(directory, error)
  }
}

/** Takes down that a command was called that may run programs of the repository. */
export function countGitProgram(args: readonly string[]): void {
  if (!quiet.has(commandOf(args))) others += 1
}

/**
 * One git command to its end, in a process of its own. Every exit code is an answer; an end by a signal, by our clock or before
 * the start is none, and is thrown as an AppError.
 */
export async function callGit(call: GitCall): Promise<GitAnswer> {
  const { directory, args, input, timeoutMs } = call
  const child = startGit({ ...call, stdin: input === undefined ? 'ignore' : 'pipe' })
  const stdout = collect(child.stdout)
  const stderr = collect(child.stderr)
  // Whether git reads its input to the end is its own business.
  child.stdin?.on('error', () => undefined)
  child.stdin?.end(input)
  const { exitCode, signal } = await untilClosed(child, { args, directory, timeoutMs })
  if (exitCode === null) throw ended(args, signal)
  return { exitCode, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr) }
}

/** Waits for a process to be over with all that it says. Throws where it did not start, or was ended by our clock. */
export async function untilClosed(
  child: ChildProcess,
  { args, directory, timeoutMs }: Pick<GitCall, 'args' | 'directory' | 'timeoutMs'>,
): Promise<{ readonly exitCode: number | null; readonly signal: string | null }> {
  return new Promise((resolve, reject) => {
    const clock = setTimeout(() => {
      endGit(child)
      reject(tooSlow(args, timeoutMs))
    }, timeoutMs)
    child.once('error', (error) => {
      clearTimeout(clock)
      reject(notStarted(directory, error))
    })
    child.once('close', (exitCode, signal) => {
      clearTimeout(clock)
      resolve({ exitCode, signal })
    })
  })
}

/** The command behind the settings of this call. */
export function commandOf(args: readonly string[]): string {
  return args[0] === '-c' ? commandOf(args.slice(2)) : (args[0] ?? '')
}

/** Ends git with everything in its session. */
export function endGit(child: ChildProcess): void {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    child.kill('SIGKILL')
  }
  child.stdout?.destroy()
  child.stderr?.destroy()
}

/** What git said when it failed, as an error that a person can read. */
export function gitFailed(
  args: readonly string[],
  { exitCode, stderr }: { readonly exitCode: number; readonly stderr: string },
): AppError {
  const said = stderr.trim().split('\n').slice(0, 6).join('\n')
  return new AppError('GIT_FAILED', `git ${args.join(' ')} answered ${exitCode}: ${said}`, {
    hint: 'nothing of yours was changed: mend it and type the same command again',
    exitCode: exitCodes.environment,
  })
}

/** Why git did not even begin. */
export function notStarted(directory: string, cause: unknown): AppError {
  return new AppError('GIT_NOT_STARTED', `git could not be started in ${directory}: ${String(cause)}`, {
    hint: 'install git 2.36 or newer and put it on PATH',
    exitCode: exitCodes.environment,
    cause,
  })
}

/** Git that did not answer in time. */
export function tooSlow(args: readonly string[], timeoutMs: number): AppError {
  return new AppError(
    'GIT_TIMED_OUT',
    `git ${args.join(' ')} did not answer within ${timeoutMs / 1000} seconds and was ended`,
    {
      hint: 'look at the disk and at filter programs; GATECYCLE_GIT_TIMEOUT=<seconds> gives git more time',
      exitCode: exitCodes.environment,
    },
  )
}

/** Git that gave no answer because something ended it. */
export function ended(args: readonly string[], signal: string | null): AppError {
  return new AppError('GIT_KILLED', `git ${args.join(' ')} was ended by ${signal ?? 'a signal'}`, {
    hint: 'type the same command again: nothing is lost',
    exitCode: exitCodes.environment,
  })
}

function collect(stream: NodeJS.ReadableStream | null): Buffer[] {
  const chunks: Buffer[] = []
  stream?.on('data', (chunk: Buffer) => chunks.push(chunk))
  return chunks
}
