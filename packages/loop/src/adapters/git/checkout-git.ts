import type { SimpleGit } from 'simple-git'
import type { Git } from '../../ports.ts'
import { gitConfig, gitEnvironment, gitTimeoutOf, inheritedNames } from './git-environment.ts'
import { gitFailed, notStarted, tooSlow, type GitAnswer } from './git-process.ts'

type Env = Readonly<Record<string, string | undefined>>

/** Git's porcelain in a checkout of a person, over simple-git: status, configuration. What runs for every unit is in git-client.ts. */
export function createCheckoutGit(directory: string, env: Env): Pick<Git, 'directory' | 'run' | 'text'> {
  const run: Git['run'] = async (args) => {
    const { exitCode, stdout, stderr } = await callSimpleGit(directory, env, args)
    return { exitCode, stdout: stdout.toString('utf8'), stderr: stderr.toString('utf8') }
  }
  return {
    directory,
    run,
    text: async (args) => {
      const answer = await run(args)
      if (answer.exitCode !== 0) throw gitFailed(args, answer)
      return answer.stdout.trim()
    },
  }
}

/** One instance a call: simple-git hands exit code and output to instance-wide plugins only. */
async function callSimpleGit(directory: string, env: Env, args: readonly string[]): Promise<GitAnswer> {
  const timeoutMs = gitTimeoutOf(env)
  let answer: GitAnswer | undefined
  let cause: unknown
  try {
    const git = await openSimpleGit(directory, timeoutMs, (exitCode, stdout, stderr) => {
      answer = { exitCode, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr) }
    })
    await git.env(gitEnvironment(env)).raw([...args])
  } catch (error) {
    cause = error
  }
  if (answer !== undefined) return answer
  if (cause instanceof Error && cause.message.includes('timeout')) throw tooSlow(args, timeoutMs)
  throw notStarted(directory, cause)
}

type OnAnswer = (exitCode: number, stdout: Buffer[], stderr: Buffer[]) => void

async function openSimpleGit(directory: string, timeoutMs: number, onAnswer: OnAnswer): Promise<SimpleGit> {
  const { simpleGit } = await import('simple-git')
  const git = simpleGit({
    baseDir: directory,
    config: [...gitConfig],
    unsafe: { allowUnsafeHooksPath: true, allowUnsafeFsMonitor: true, allowUnsafeConfigPaths: true },
    allowEnvironment: [
      ...inheritedNames,
      'GIT_TERMINAL_PROMPT',
      'GIT_OPTIONAL_LOCKS',
      'GIT_NO_REPLACE_OBJECTS',
    ],
    timeout: { block: timeoutMs },
    // Git has said all that it says when its output is closed. On a machine that is busy the end of the process comes long before,
    // and a status that is cut to nothing would pass for a clean checkout.
    completion: { onClose: true, onExit: false },
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
