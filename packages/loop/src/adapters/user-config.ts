import { join } from 'node:path'
import { readIfThere } from './durable-file.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** Git's configuration of a user: path → text, empty where there is no file. */
export type UserConfig = ReadonlyMap<string, string>

/** The files that git reads for a user (git-config(1), FILES). */
export function readUserConfig(env: Environment): UserConfig {
  return new Map(userConfigPaths(env).map((path) => [path, readIfThere(path) ?? '']))
}

/** What changed between two readings, and the lines that were added and make git start a program, or read another file. */
export interface UserConfigChange {
  readonly path: string
  readonly programs: readonly string[]
}

export function compareUserConfig(before: UserConfig, after: UserConfig): readonly UserConfigChange[] {
  return [...after].flatMap(([path, text]) => {
    const old = before.get(path) ?? ''
    if (old === text) return []
    const known = new Set(linesOf(old))
    return [{ path, programs: linesOf(text).filter((line) => !known.has(line) && startsPrograms(line)) }]
  })
}

/** Where they lie, whether they are there or not. */
export function userConfigPaths(env: Environment): readonly string[] {
  const own = env['GIT_CONFIG_GLOBAL']
  if (own !== undefined && own !== '') return [own]
  const home = env['HOME']
  if (home === undefined || home === '') return []
  return [join(home, '.gitconfig'), join(env['XDG_CONFIG_HOME'] ?? join(home, '.config'), 'git', 'config')]
}

function linesOf(text: string): readonly string[] {
  return text.split('\n').map((line) => line.trim())
}

/** Keys whose values git runs, or whose files it reads as configuration, on its way through the driver's own calls. */
function startsPrograms(line: string): boolean {
  const key = /^(?:\[[^\]]*\]\s*)?(?<key>[a-z]+)\s*=/iu.exec(line)?.groups?.['key']?.toLowerCase() ?? ''
  return [
    'clean',
    'smudge',
    'process',
    'driver',
    'fsmonitor',
    'hookspath',
    'sshcommand',
    'program',
    'path',
    'gitproxy',
    'helper',
  ].includes(key)
}
