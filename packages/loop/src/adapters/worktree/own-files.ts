import { lstatSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Git } from '../../ports.ts'
import { entryAt } from '../objects/compose-tree.ts'
import type { TakenAsIs } from './taken-as-is.ts'

/** Files that we wrote, as they are in the tree that was made of them: path → bytes. None of them is executable. */
export type OwnFiles = ReadonlyMap<string, Buffer>

export const noFiles: OwnFiles = new Map()

/** Whether files are still as we wrote them. */
export function isAsWritten(git: Git, files: OwnFiles): boolean {
  return [...files].every(([path, bytes]) => readOwnFile(join(git.directory, path))?.equals(bytes) === true)
}

/** Undefined for what is gone, no file, or executable. */
function readOwnFile(path: string): Buffer | undefined {
  const facts = lstatSync(path, { throwIfNoEntry: false })
  return facts?.isFile() === true && (facts.mode & 0o100) === 0 ? readFileSync(path) : undefined
}

/** Files whose bytes git takes as they are, under the mode that the tree has or would give them. */
export async function readPlain(
  { git, objects, asIs }: { readonly git: Git; readonly objects: Git; readonly asIs: TakenAsIs },
  paths: readonly string[],
  tree: string,
): Promise<OwnFiles | undefined> {
  const files = new Map<string, Buffer>()
  for (const path of paths) {
    const bytes = readOwnFile(join(git.directory, path))
    // Where there is a CR, it is for git to say what becomes of it.
    if (bytes === undefined || bytes.includes(13)) return undefined
    files.set(path, bytes)
  }
  const modes = await Promise.all(paths.map(async (path) => (await entryAt(objects, tree, path))?.mode))
  const isUsual = modes.every((mode) => mode === undefined || mode === '100644')
  return isUsual && (await asIs.holdsFor(paths)) ? files : undefined
}
