import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Git } from '../../ports.ts'
import { readIfThere } from '../system/durable-file.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** Git's configuration that a user keeps: path → text, empty where there is no file. */
export type UserConfig = ReadonlyMap<string, string>

export function readUserConfig(paths: readonly string[]): UserConfig {
  return new Map(paths.map((path) => [path, readIfThere(path) ?? '']))
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

/** The files that git reads for a user, whether they are there or not (git-config(1), FILES). */
export function userConfigPaths(env: Environment): readonly string[] {
  const own = env['GIT_CONFIG_GLOBAL']
  if (own !== undefined && own !== '') return [own]
  const home = env['HOME']
  if (home === undefined || home === '') return []
  return [join(home, '.gitconfig'), join(env['XDG_CONFIG_HOME'] ?? join(home, '.config'), 'git', 'config')]
}

/** A file of the user's that a setting names, or that has a name of its own (gitignore(5), gitattributes(5)). */
export interface UserFile {
  readonly setting: string
  readonly name: string
}

/** Where git looks for it. */
export async function findUserFile(
  { setting, name }: UserFile,
  config: Git['config'],
  env: Environment,
): Promise<string> {
  const { exitCode, stdout } = await config(userFileQuestion({ setting }))
  const home = env['XDG_CONFIG_HOME'] ?? join(env['HOME'] ?? homedir(), '.config')
  return exitCode === 0 ? stdout.replace(/\n$/u, '') : join(home, 'git', name)
}

export function userFileQuestion({ setting }: Pick<UserFile, 'setting'>): readonly string[] {
  return ['--type=path', '--get', setting]
}

function linesOf(text: string): readonly string[] {
  return text.split('\n').map((line) => line.trim())
}

/** Behind any number of headers, in whose quotes there may be brackets and quotes (git-config(1), Syntax). */
const keyPattern = /^(?:\[(?:[^\]"]|"(?:[^"\\]|\\.)*")*\]\s*)*(?<key>[a-z]+)\s*=/iu

/** Keys whose values git runs, or whose files it reads as configuration, on its way through the driver's own calls. */
function startsPrograms(line: string): boolean {
  const key = keyPattern.exec(line)?.groups?.['key']?.toLowerCase() ?? ''
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
