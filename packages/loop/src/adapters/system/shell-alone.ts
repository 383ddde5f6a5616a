import { spawn, type ChildProcessByStdio } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import { decodePath } from '../git/path-bytes.ts'
import { gitConfig, gitEnvironment, gitTimeoutOf } from '../git/git-environment.ts'
import { countGitProgram, endGit, ended as endedBy, untilClosed } from '../git/git-process.ts'

interface LonelyShell {
  readonly script: Buffer
  /** It waits for its script: what is to be known of it is written down here. */
  readonly begun?: (pid: number) => void
  /** It is gone without having said anything. */
  readonly ended?: () => void
}

/**
 * A shell for steps that belong together: it lives in a session of its own and goes on to the end of its script when the driver dies.
 * Gives what it said; git in it has the settings and the environment of every git of ours.
 */
export async function runShellAlone(
  directory: string,
  env: Readonly<Record<string, string | undefined>>,
  { script, begun, ended }: LonelyShell,
): Promise<string> {
  // It lets git run programs of the repository's, as a merge would.
  countGitProgram(['merge'])
  const child = spawn('/bin/sh', [], {
    cwd: directory,
    env: { ...gitEnvironment(env), ...settingsAsEnvironment() },
    detached: true,
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  const answer = hear(child, { directory, timeoutMs: gitTimeoutOf(env), ended })
  child.stdin.on('error', () => undefined)
  try {
    if (child.pid !== undefined) begun?.(child.pid)
    child.stdin.end(script)
  } catch (error) {
    endGit(child)
    await answer.catch(() => undefined)
    throw error
  }
  return answer
}

interface Listening {
  readonly directory: string
  readonly timeoutMs: number
  readonly ended: (() => void) | undefined
}

async function hear(
  child: ChildProcessByStdio<Writable, Readable, null>,
  { directory, timeoutMs, ended }: Listening,
): Promise<string> {
  const said: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => said.push(chunk))
  const args = ['read-tree']
  child.once('close', (code) => {
    if (code === 0) return
    // A shell that was killed, by us or by somebody else, may have left its git behind.
    endGit(child)
    ended?.()
  })
  const { exitCode, signal } = await untilClosed(child, { args, directory, timeoutMs })
  if (exitCode === 0) return decodePath(Buffer.concat(said))
  throw endedBy(args, signal ?? `exit code ${String(exitCode)}`)
}

/** `-c` of every call, as git reads it from the environment (git-config(1)). */
function settingsAsEnvironment(): Readonly<Record<string, string>> {
  const pairs = gitConfig.map((setting): [string, string] => {
    const at = setting.indexOf('=')
    return [setting.slice(0, at), setting.slice(at + 1)]
  })
  return Object.fromEntries([
    ['GIT_CONFIG_COUNT', String(pairs.length)],
    ...pairs.flatMap(([key, value], at) => [
      [`GIT_CONFIG_KEY_${at}`, key],
      [`GIT_CONFIG_VALUE_${at}`, value],
    ]),
  ])
}
