import { quotePath } from '../../policy/quote-path.ts'
import type { Git } from '../../ports.ts'
import { decodePath } from '../git/path-bytes.ts'
import { objectIdOf } from './object-store.ts'
import { readTree } from './tree-files.ts'
import { folderMode, parseTree, type Tree } from './tree-object.ts'

/**
 * What a tree has beyond another one and the store holds otherwise than its name says, as `<id> <path>`. Git takes an object that is there for
 * the one that it would write, and reads it without looking: whoever puts a file there first has another content committed.
 */
export async function findMisstored(git: Git, from: string, to: string): Promise<readonly string[]> {
  const found: string[] = []
  const check = async (id: string, before: Tree, path: string): Promise<void> => {
    const object = await git.read(id)
    const isAsNamed =
      (object?.type === 'blob' || object?.type === 'tree') &&
      objectIdOf({ type: object.type, bytes: object.bytes }, id.length / 2) === id
    if (!isAsNamed) found.push(`${id} ${quotePath(decodePath(Buffer.from(path, 'latin1')))}`)
    if (isAsNamed && object.type === 'tree') await checkFolder(object.bytes, before, path)
  }
  const checkFolder = async (bytes: Uint8Array, before: Tree, path: string): Promise<void> => {
    // One after the other: what is read is held in memory.
    for (const [name, { mode, id }] of parseTree(bytes, to.length / 2)) {
      const old = before.get(name)
      if (mode === submoduleMode || old?.id === id) continue
      const isFolder = mode === folderMode && old?.mode === folderMode
      await check(
        id,
        isFolder ? await readTree(git, old.id) : new Map(),
        path === '' ? name : `${path}/${name}`,
      )
    }
  }
  await check(to, await readTree(git, from), '')
  return found
}

const submoduleMode = '160000'
