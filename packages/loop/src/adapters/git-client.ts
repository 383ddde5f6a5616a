import { AppError, exitCodes } from '@gatecycle/diagnostics'
import type { SimpleGit } from 'simple-git'
import type { Git, GitOptions } from '../ports.ts'

/** What the driver's own git calls need of the environment; everything else, every GIT_* above all, stays out. */
const inherited = [
  'PATH',
  'HOME',
  'USERPROFILE',
  'SystemRoot',
  'TMPDIR',
  'TEMP',
  'XDG_CONFIG_HOME',
  'GIT_CONFIG_GLOBAL',
  'GIT_CONFIG_SYSTEM',
  'GIT_CONFIG_NOSYSTEM',
  'GIT_AUTHOR_NAME',
  'GIT_AUTHOR_EMAIL',
  'GIT_COMMITTER_NAME',
  'GIT_COMMITTER_EMAIL',
]

/** The driver is never cut in by hooks, fsmonitor programs or auto-gc, and what it writes is on disk before it goes on. */
const config = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.quotePath=false',
  'core.fsync=objects,reference',
  'gc.auto=0',
  'maintenance.auto=false',
  'advice.detachedHead=false',
]

const perCall = [
  'GIT_INDEX_FILE',
  'GIT_AUTHOR_DATE',
  'GIT_COMMITTER_DATE',
  'GIT_TERMINAL_PROMPT',
  'GIT_OPTIONAL_LOCKS',
]

interface Answer {
  readonly exitCode: number
  readonly stdout: Buffer
  readonly stderr: Buffer
}

/** Git in a directory, over simple-git; `env` is the environment of the command that runs us. */
export function createGitClient(directory: string, env: Readonly<Record<string, string | undefined>>): Git {
  const base = Object.fromEntries(
    inherited.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name] ?? ''] as const])),
  )
  const call = async (args: readonly string[], options: GitOptions = {}): Promise<Answer> =>
    callGit(directory, { ...base, ...options.env }, args, options.input)
  const demand = async (args: readonly string[], options?: GitOptions): Promise<Answer> => {
    const answer = await call(args, options)
    if (answer.exitCode !== 0) throw gitFailed(args, answer)
    return answer
  }
  return {
    directory,
    run: async (args, options) => {
      const { exitCode, stdout, stderr } = await call(args, options)
      return { exitCode, stdout: stdout.toString('utf8'), stderr: stderr.toString('utf8') }
    },
    text: async (args, options) => (await demand(args, options)).stdout.toString('utf8').trim(),
    bytes: async (args, options) => (await demand(args, options)).stdout,
  }
}

/** One instance a call: simple-git hands exit code, output and stdin to instance-wide plugins only. */
async function callGit(
  directory: string,
  env: Record<string, string>,
  args: readonly string[],
  input: string | undefined,
): Promise<Answer> {
  let answer: Answer | undefined
  try {
    const git = await openSimpleGit(directory, input, (exitCode, stdout, stderr) => {
      answer = { exitCode, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr) }
    })
    await git.env({ ...env, GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' }).raw([...args])
  } catch (error) {
    if (answer === undefined) throw notStarted(directory, error)
  }
  if (answer === undefined) throw notStarted(directory, undefined)
  return answer
}

type OnAnswer = (exitCode: number, stdout: Buffer[], stderr: Buffer[]) => void

async function openSimpleGit(
  directory: string,
  input: string | undefined,
  onAnswer: OnAnswer,
): Promise<SimpleGit> {
  const { simpleGit } = await import('simple-git')
  const git = simpleGit({
    baseDir: directory,
    config,
    unsafe: { allowUnsafeHooksPath: true, allowUnsafeFsMonitor: true, allowUnsafeConfigPaths: true },
    allowEnvironment: [...inherited, ...perCall],
    // Bytes, since simple-git leaves stdin open for an empty text: a command that reads it would wait for ever.
    input: () => Buffer.from(input ?? ''),
    // Every exit code is an answer here; what it means is decided by who asked.
    errors: (error, { exitCode, stdOut, stdErr }) => {
      // Below 0 stands what kept git from starting (node:child_process).
      if (exitCode < 0) return error ?? Buffer.concat(stdErr)
      onAnswer(exitCode, stdOut, stdErr)
      return undefined
    },
  })
  // simple-git waits 50 ms for words of a command that said none. Half of ours say none, and are over when they end.
  return git.outputHandler((_command, stdout) => queueMicrotask(() => stdout.emit('data', Buffer.alloc(0))))
}

function gitFailed(args: readonly string[], { exitCode, stderr }: Answer): AppError {
  const said = stderr.toString('utf8').trim().split('\n').slice(0, 6).join('\n')
  return new AppError('GIT_FAILED', `git ${args.join(' ')} answered ${exitCode}: ${said}`, {
    exitCode: exitCodes.environment,
  })
}

function notStarted(directory: string, cause: unknown): AppError {
  return new AppError('GIT_NOT_STARTED', `git could not be started in ${directory}: ${String(cause)}`, {
    hint: 'install git 2.36 or newer and put it on PATH',
    exitCode: exitCodes.environment,
    cause,
  })
}
