import { lstatSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Git } from '../ports.ts'
import { entryAt } from './compose-tree.ts'
import type { TakenAsIs } from './taken-as-is.ts'

/** A file that we wrote, as it is in the tree that was made of it. */
export interface OwnFile {
  readonly bytes: Buffer
  readonly isExecutable: boolean
}

/** Path → file. */
export type OwnFiles = ReadonlyMap<string, OwnFile>

export const nothing: OwnFiles = new Map()

/** Whether files are still as we wrote them. */
export function isAsWritten(git: Git, files: OwnFiles): boolean {
  return [...files].every(([path, { bytes, isExecutable }]) => {
    const now = readOwnFile(join(git.directory, path))
    return now !== undefined && now.bytes.equals(bytes) && now.isExecutable === isExecutable
  })
}

/** Undefined for what is no file, or is gone. */
function readOwnFile(path: string): OwnFile | undefined {
  const facts = lstatSync(path, { throwIfNoEntry: false })
  if (facts?.isFile() !== true) return undefined
  return { bytes: readFileSync(path), isExecutable: (facts.mode & 0o100) !== 0 }
}

/** Files whose bytes git takes as they are, under the mode that the tree has or would give them. */
export async function readPlain(
  { git, objects, asIs }: { readonly git: Git; readonly objects: Git; readonly asIs: TakenAsIs },
  paths: readonly string[],
  tree: string,
): Promise<OwnFiles | undefined> {
  const files = new Map<string, OwnFile>()
  for (const path of paths) {
    const file = readOwnFile(join(git.directory, path))
    // Where there is a CR, it is for git to say what becomes of it.
    if (file === undefined || file.isExecutable || file.bytes.includes(13)) return undefined
    files.set(path, file)
  }
  const modes = await Promise.all(paths.map(async (path) => (await entryAt(objects, tree, path))?.mode))
  const isUsual = modes.every((mode) => mode === undefined || mode === '100644')
  return isUsual && (await asIs.holdsFor(paths)) ? files : undefined
}
