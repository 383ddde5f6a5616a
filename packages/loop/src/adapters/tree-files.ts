import { AppError, exitCodes } from '@gatecycle/diagnostics'
import type { Git } from '../ports.ts'

/** Trees that were read, by their ids: what an id stands for never changes. */
export type KnownTrees = Map<string, readonly TreeEntry[]>

interface TreeEntry {
  readonly name: string
  /** `40000` is a folder, `160000` another repository, anything else a file. */
  readonly mode: string
  readonly id: string
}

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
    entries
      .filter(({ mode }) => mode !== '160000')
      .map(async ({ name, mode, id }) =>
        mode === '40000' ? filesOf(git, id, `${prefix}${name}/`, known) : [[`${prefix}${name}`, id] as const],
      ),
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

/** A tree object: `<mode> <name>` NUL and the bytes of an id, again and again (Pro Git, 10.2, "Tree Objects"). */
function parseTree(bytes: Buffer, idLength: number): readonly TreeEntry[] {
  const entries: TreeEntry[] = []
  for (let at = 0; at < bytes.length;) {
    const space = bytes.indexOf(32, at)
    const end = bytes.indexOf(0, space)
    entries.push({
      name: bytes.toString('utf8', space + 1, end),
      mode: bytes.toString('latin1', at, space),
      id: bytes.toString('hex', end + 1, end + 1 + idLength),
    })
    at = end + 1 + idLength
  }
  return entries
}
