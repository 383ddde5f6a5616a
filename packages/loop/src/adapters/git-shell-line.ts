import { gitConfigArgs } from './git-process.ts'
import type { ShellCall } from './git-shell.ts'
import { quoteForShell } from '../policy/shell-word.ts'

/** The line of a script that runs git, with the marker at the end of both outputs and the exit code behind the first. */
export function shellLineOf({ directory, env, args, input }: ShellCall, marker: string): string {
  const variables = Object.entries(env).map(([name, value]) => `${name}=${quoteForShell(value)}`)
  const command = ['git', ...[...gitConfigArgs, ...args].map(quoteForShell)].join(' ')
  const source = input === undefined ? '' : `printf %s ${quoteForShell(input)} | `
  const redirect = input === undefined ? ' </dev/null' : ''
  // The shell itself has no environment: git gets what stands here.
  const run = `${source}( cd ${quoteForShell(directory)} && export ${variables.join(' ')} && exec ${command} )${redirect}`
  return `${run}\nprintf '${marker} %s\\n' "$?"; printf '${marker} 0\\n' >&2\n`
}
