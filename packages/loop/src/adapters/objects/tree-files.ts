import { AppError, exitCodes } from '@gatecycle/diagnostics'
import type { Git, GitObject } from '../../ports.ts'
import { folderMode, parseTree, type Tree } from './tree-object.ts'

/** All files below a folder of a commit or tree: path from the top → object. Empty where there is no such folder. */
export async function listTreeFiles(
  git: Git,
  treeish: string,
  folder: string,
): Promise<ReadonlyMap<string, string>> {
  const found = await git.find(`${treeish}:${folder}`)
  return new Map(found?.type === 'tree' ? await filesOf(git, found.id, `${folder}/`) : [])
}

/** The text of a file by its id. Throws an AppError when the repository does not have it. */
export async function readBlobText(git: Git, id: string): Promise<string> {
  return Buffer.from((await readWhole(git, id)).bytes).toString('utf8')
}

async function filesOf(
  git: Git,
  tree: string,
  prefix: string,
): Promise<readonly (readonly [string, string])[]> {
  const entries = await readTree(git, tree)
  const files = await Promise.all(
    [...entries]
      .filter(([, { mode }]) => mode !== '160000')
      .map(async ([bytes, { mode, id }]) => {
        const name = Buffer.from(bytes, 'latin1').toString('utf8')
        return mode === folderMode
          ? filesOf(git, id, `${prefix}${name}/`)
          : [[`${prefix}${name}`, id] as const]
      }),
  )
  return files.flat()
}

/** Trees by their ids, which never stand for anything else; the same few are asked for again and again. */
const known = new Map<string, Tree>()
const mostKnown = 64

/** A tree by its id or by that of its commit. Throws an AppError when the repository does not have it. */
export async function readTree(git: Git, id: string): Promise<Tree> {
  const kept = known.get(id)
  if (kept !== undefined) return kept
  const object = await readWhole(git, id)
  if (object.type === 'commit') return readTree(git, `${id}^{tree}`)
  const tree = parseTree(object.bytes, object.id.length / 2)
  rememberTree(object.id, tree)
  return tree
}

/** A tree that we know without reading it. */
export function rememberTree(id: string, tree: Tree): void {
  if (known.size >= mostKnown) known.clear()
  known.set(id, tree)
}

/** An object that something points to: where it is missing, the repository is damaged, and nothing may be read as "empty". */
async function readWhole(git: Git, id: string): Promise<GitObject> {
  const object = await git.read(id)
  if (object !== undefined) return object
  throw new AppError('GIT_OBJECT_MISSING', `the repository has no object ${id}, and something points to it`, {
    hint: 'git fsck shows what is missing; fetch it from another clone',
    exitCode: exitCodes.damaged,
  })
}
