import { AppError, exitCodes } from '@gatecycle/diagnostics'
import type { Git } from '../ports.ts'
import { folderMode, parseTree, type Tree } from './tree-object.ts'

/** Trees that were read, by their ids: what an id stands for never changes. */
export type KnownTrees = Map<string, Tree>

/** All files below a folder of a commit or tree: path from the top → object. Empty where there is no such folder. */
export async function listTreeFiles(
  git: Git,
  treeish: string,
  folder: string,
  known: KnownTrees = new Map(),
): Promise<ReadonlyMap<string, string>> {
  const found = await git.find(`${treeish}:${folder}`)
  return new Map(found?.type === 'tree' ? await filesOf(git, found.id, `${folder}/`, known) : [])
}

/** The text of a file by its id. Throws an AppError when the repository does not have it. */
export async function readBlobText(git: Git, id: string): Promise<string> {
  return (await readWhole(git, id)).toString('utf8')
}

async function filesOf(
  git: Git,
  tree: string,
  prefix: string,
  known: KnownTrees,
): Promise<readonly (readonly [string, string])[]> {
  const entries = known.get(tree) ?? parseTree(await readWhole(git, tree), tree.length / 2)
  known.set(tree, entries)
  const files = await Promise.all(
    [...entries]
      .filter(([, { mode }]) => mode !== '160000')
      .map(async ([bytes, { mode, id }]) => {
        const name = Buffer.from(bytes, 'latin1').toString('utf8')
        return mode === folderMode
          ? filesOf(git, id, `${prefix}${name}/`, known)
          : [[`${prefix}${name}`, id] as const]
      }),
  )
  return files.flat()
}

/** An object that something points to: where it is missing, the repository is damaged, and nothing may be read as "empty". */
async function readWhole(git: Git, id: string): Promise<Buffer> {
  const object = await git.read(id)
  if (object !== undefined) return Buffer.from(object.bytes)
  throw new AppError('GIT_OBJECT_MISSING', `the repository has no object ${id}, and something points to it`, {
    hint: 'git fsck shows what is missing; fetch it from another clone',
    exitCode: exitCodes.damaged,
  })
}
