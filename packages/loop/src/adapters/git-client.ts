import { existsSync } from 'node:fs'
import type { Git, GitOptions } from '../ports.ts'
import { faultPoint } from './fault-point.ts'
import { gitEnvironment, gitTimeoutOf } from './git-environment.ts'
import { callGit, commandOf, countGitProgram, gitFailed, notStarted, type GitAnswer } from './git-process.ts'
import { createGitReader } from './git-reader.ts'
import { createGitSettings } from './git-settings.ts'
import { createGitShell, fitsShell } from './git-shell.ts'

/** Git in a directory; `env` is the environment of the command that runs us. */
export function createGitClient(directory: string, env: Readonly<Record<string, string | undefined>>): Git {
  const base = gitEnvironment(env)
  const timeoutMs = gitTimeoutOf(env)
  const reader = createGitReader({ directory, env: base, timeoutMs })
  const shell = createGitShell()
  const call = async (args: readonly string[], { input, env: own }: GitOptions = {}): Promise<GitAnswer> => {
    countGitProgram(args)
    faultPoint(`git/${commandOf(args)}`)
    const order = { directory, env: own === undefined ? base : { ...base, ...own }, args, input, timeoutMs }
    if (!fitsShell(order)) return callGit(order)
    if (!existsSync(directory)) throw notStarted(directory, 'there is no such folder')
    return shell.call(order)
  }
  const demand = async (args: readonly string[], options?: GitOptions): Promise<Buffer> => {
    const { exitCode, stdout, stderr } = await call(args, options)
    if (exitCode !== 0) throw gitFailed(args, { exitCode, stderr: stderr.toString('utf8') })
    return stdout
  }
  const run: Git['run'] = async (args, options) => {
    const { exitCode, stdout, stderr } = await call(args, options)
    return { exitCode, stdout: stdout.toString('utf8'), stderr: stderr.toString('utf8') }
  }
  const ask: typeof reader.ask = async (command, name) => {
    faultPoint('git/cat-file')
    return reader.ask(command, name)
  }
  const settings = createGitSettings({ directory, env: base, run })
  return {
    directory,
    run,
    config: async (args) => settings.ask(args),
    text: async (args, options) => (await demand(args, options)).toString('utf8').trim(),
    bytes: demand,
    find: async (name) => ask('info', name),
    read: async (name) => ask('contents', name),
  }
}
