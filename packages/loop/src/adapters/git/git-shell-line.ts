import { gitConfigArgs } from './git-process.ts'
import type { ShellCall } from './git-shell.ts'
import { quoteForShell } from '../../policy/shell-word.ts'

const git = ['git', ...gitConfigArgs.map(quoteForShell)].join(' ')

/** The line of a script that runs git, with the marker at the end of both outputs and the exit code behind the first. */
export function shellLineOf({ directory, env, args, input }: ShellCall, marker: string): string {
  const command = [git, ...args.map(quoteForShell)].join(' ')
  const source = input === undefined ? '' : `printf %s ${quoteForShell(input)} | `
  const redirect = input === undefined ? ' </dev/null' : ''
  // The shell itself has no environment: git gets what stands here.
  const run = `${source}( cd ${quoteForShell(directory)} && export ${variablesOf(env)} && exec ${command} )${redirect}`
  return `${run}\nprintf '${marker} %s\\n' "$?"; printf '${marker} 0\\n' >&2\n`
}

/** By environment: nearly all calls have the same one. */
const known = new WeakMap<ShellCall['env'], string>()

function variablesOf(env: ShellCall['env']): string {
  const text =
    known.get(env) ??
    Object.entries(env)
      .map(([name, value]) => `${name}=${quoteForShell(value)}`)
      .join(' ')
  known.set(env, text)
  return text
}
