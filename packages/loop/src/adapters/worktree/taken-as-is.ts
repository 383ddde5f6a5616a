import { dirname, join } from 'node:path'
import type { Git } from '../../ports.ts'
import { userAttributesOf, viewOf } from './driver-view.ts'
import { namesIn, stampOf } from '../system/file-facts.ts'

/** Whether git takes files as they are: nothing filters, expands or encodes them on their way into a tree. */
export interface TakenAsIs {
  holdsFor(paths: readonly string[]): Promise<boolean>
}

/** Attributes that change bytes on the way in; line ends are another matter (gitattributes(5)). */
const changing = ['filter', 'ident', 'working-tree-encoding']

interface Options {
  readonly gitDir: string
  readonly env: Readonly<Record<string, string>>
}

/** Git is asked once for the files of a folder, and again when one of the files has changed that can say something about them. */
export function createTakenAsIs(git: Git, { gitDir, env }: Options): TakenAsIs {
  let stamp = ''
  let known = new Map<string, boolean>()
  return {
    holdsFor: async (paths) => {
      const now = stampsFor(git, gitDir, paths)
      if (now !== stamp) known = new Map()
      stamp = now
      const unknown = paths.filter((path) => !known.has(path))
      if (unknown.length > 0) {
        const asked = [...new Set([...unknown, ...unknown.flatMap((path) => besides(git, path))])]
        const changed = await ask(git, asked, { gitDir, env })
        for (const path of asked) known.set(path, !changed.has(path))
      }
      return paths.every((path) => known.get(path) === true)
    },
  }
}

async function ask(
  git: Git,
  paths: readonly string[],
  { gitDir, env }: Options,
): Promise<ReadonlySet<string>> {
  const input = paths.map((path) => `${path}\0`).join('')
  const answer = await git.bytes([...viewOf(gitDir), 'check-attr', '-z', '--stdin', ...changing], {
    env,
    input,
  })
  const parts = Buffer.from(answer).toString('utf8').split('\0')
  const isSet = (value: string | undefined): boolean => value !== 'unspecified' && value !== 'unset'
  return new Set(
    Array.from({ length: Math.floor(parts.length / 3) }, (_, at) => parts.slice(3 * at, 3 * at + 3))
      .filter(([, , value]) => isSet(value))
      .map(([path = '']) => path),
  )
}

function besides(git: Git, path: string): readonly string[] {
  const folder = dirname(path)
  return namesIn(join(git.directory, folder)).map((name) => (folder === '.' ? name : `${folder}/${name}`))
}

/** The places of attributes, but for the system's, which nobody changes while a run lasts (gitattributes(5)). */
function stampsFor(git: Git, gitDir: string, paths: readonly string[]): string {
  const folders = new Set(paths.flatMap(foldersAbove))
  const files = [
    userAttributesOf(gitDir),
    // Beside the folder of all worktrees.
    join(gitDir, '..', '..', 'info', 'attributes'),
    ...[...folders].map((folder) => join(git.directory, folder, '.gitattributes')),
  ]
  return files.map((file) => `${file} ${stampOf(file)}`).join('\n')
}

function foldersAbove(path: string): readonly string[] {
  const folder = dirname(path)
  return folder === '.' ? [folder] : [folder, ...foldersAbove(folder)]
}
