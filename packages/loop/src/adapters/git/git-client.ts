import { existsSync } from 'node:fs'
import type { Git, GitOptions } from '../../ports.ts'
import { faultPoint } from '../system/fault-point.ts'
import { gitEnvironment, gitTimeoutOf } from './git-environment.ts'
import { callGit, commandOf, countGitProgram, gitFailed, notStarted, type GitAnswer } from './git-process.ts'
import { createGitReader } from './git-reader.ts'
import { createGitSettings } from './git-settings.ts'
import { createGitShell, fitsShell } from './git-shell.ts'
import { createObjectStore } from '../objects/object-store.ts'

/** Git in a directory; `env` is the environment of the command that runs us. */
export function createGitClient(directory: string, env: Readonly<Record<string, string | undefined>>): Git {
  const base = gitEnvironment(env)
  const timeoutMs = gitTimeoutOf(env)
  const reader = createGitReader({ directory, env: base, timeoutMs })
  const { run, text, bytes } = createCommands({ directory, base, timeoutMs })
  const settings = createGitSettings({ directory, env: base, run })
  const config: Git['config'] = async (args) => settings.ask(['config', ...args])
  const store = createObjectStore({ run, text, config })
  const ask: typeof reader.ask = async (command, name) => {
    faultPoint('git/cat-file')
    return reader.ask(command, name)
  }
  return {
    directory,
    run,
    config,
    configFiles: async () => settings.files(),
    ident: async (role) => readIdent((await settings.ask(['var', `GIT_${role.toUpperCase()}_IDENT`])).stdout),
    text,
    bytes,
    write: async (objects) => store.write(objects),
    find: async (name) => ask('info', name),
    read: async (name) => ask('contents', name),
  }
}

interface Calling {
  readonly directory: string
  readonly base: Variables
  readonly timeoutMs: number
}

/** Commands of git, each to its end. */
function createCommands({ directory, base, timeoutMs }: Calling): Pick<Git, 'run' | 'text' | 'bytes'> {
  const shell = createGitShell()
  const withOwn = createExtensions(base)
  const call = async (args: readonly string[], { input, env }: GitOptions = {}): Promise<GitAnswer> => {
    countGitProgram(args)
    faultPoint(`git/${commandOf(args)}`)
    const order = { directory, env: withOwn(env), args, input, timeoutMs }
    if (!fitsShell(order)) return callGit(order)
    if (!existsSync(directory)) throw notStarted(directory, 'there is no such folder')
    return shell.call(order)
  }
  const bytes = async (args: readonly string[], options?: GitOptions): Promise<Buffer> => {
    const { exitCode, stdout, stderr } = await call(args, options)
    if (exitCode !== 0) throw gitFailed(args, { exitCode, stderr: stderr.toString('utf8') })
    return stdout
  }
  return {
    run: async (args, options) => {
      const { exitCode, stdout, stderr } = await call(args, options)
      return { exitCode, stdout: stdout.toString('utf8'), stderr: stderr.toString('utf8') }
    },
    text: async (args, options) => (await bytes(args, options)).toString('utf8').trim(),
    bytes,
  }
}

/** `<name> <<mail>> <seconds> <zone>` (git-var(1)). */
function readIdent(text: string): { readonly who: string; readonly zone: string } | undefined {
  const { who, zone } = /^(?<who>.*) \d+ (?<zone>[-+]\d{4})\n?$/u.exec(text)?.groups ?? {}
  return who === undefined || zone === undefined ? undefined : { who, zone }
}

type Variables = Readonly<Record<string, string>>

/** An environment with more variables: the same object for the same ones, so that who writes them down does it once. */
function createExtensions(base: Variables): (own: Variables | undefined) => Variables {
  const extended = new Map<string, Variables>()
  return (own) => {
    if (own === undefined) return base
    const key = JSON.stringify(own)
    const env = extended.get(key) ?? { ...base, ...own }
    if (extended.size < 8) extended.set(key, env)
    return env
  }
}
