import type { Git, NewObject } from '../../ports.ts'
import { objectIdOf } from './object-store.ts'
import { encodePath } from '../git/path-bytes.ts'
import { readTree, rememberTree } from './tree-files.ts'
import { folderMode, renderTree, type Tree, type TreeEntry } from './tree-object.ts'

/** One path of a tree that is to be composed, as `decodePath` gives it. */
export interface TreeEdit {
  readonly path: string
  /** As another tree has it (gone where that has none), gone, or a text of its own under the mode that the tree has. */
  readonly to:
    | { readonly kind: 'from'; readonly tree: string }
    | { readonly kind: 'absent' }
    | { readonly kind: 'text'; readonly text: string | Uint8Array }
}

/**
 * A tree, given by its id, with some of its paths changed. Objects only: no file and no index of anybody is touched. What is taken out goes first, so that a
 * file can stand where a folder was; a folder without anything in it is gone.
 */
export async function composeTree(
  git: Git,
  { tree, edits }: { readonly tree: string; readonly edits: readonly TreeEdit[] },
): Promise<string> {
  const made: NewObject[] = []
  const build: Build = {
    git,
    make: (object) => {
      made.push(object)
      return objectIdOf(object, tree.length / 2)
    },
  }
  const changes = await Promise.all(edits.map(async (edit) => toChange(build, tree, edit)))
  const composed = (await change(build, tree, changes)) ?? makeTree(build, new Map())
  await git.write(made)
  return composed
}

/** Objects are made one above the other, and written all at once. */
interface Build {
  readonly git: Git
  readonly make: (object: NewObject) => string
}

/** A path, by its names from the top (latin1), and the entry that is to be there; undefined for none. */
interface Change {
  readonly names: readonly string[]
  readonly entry: TreeEntry | undefined
}

async function toChange(build: Build, tree: string, { path, to }: TreeEdit): Promise<Change> {
  const names = namesOf(path)
  if (to.kind === 'absent') return { names, entry: undefined }
  if (to.kind === 'from') return { names, entry: await entryAt(build.git, to.tree, path) }
  const id = build.make({ type: 'blob', bytes: Buffer.from(to.text) })
  const mode = (await entryAt(build.git, tree, path))?.mode ?? '100644'
  return { names, entry: { mode, id } }
}

/** The file at a path of a tree or commit, with its mode; a folder is none. */
export async function entryAt(git: Git, treeish: string, path: string): Promise<TreeEntry | undefined> {
  let entry: TreeEntry | undefined = { mode: folderMode, id: treeish }
  for (const name of namesOf(path)) {
    if (entry?.mode !== folderMode) return undefined
    entry = (await readTree(git, entry.id)).get(name)
  }
  return entry?.mode === folderMode ? undefined : entry
}

function namesOf(path: string): readonly string[] {
  return encodePath(path).toString('latin1').split('/')
}

/** The id of a tree with these changes; undefined where nothing is left in it. */
async function change(
  build: Build,
  treeish: string | undefined,
  changes: readonly Change[],
): Promise<string | undefined> {
  const tree = new Map(treeish === undefined ? [] : await readTree(build.git, treeish))
  const below = new Map<string, Change[]>()
  for (const { names, entry } of changes.toSorted(takenOutFirst)) {
    const [name = '', ...rest] = names
    if (rest.length > 0) below.set(name, [...(below.get(name) ?? []), { names: rest, entry }])
    else if (entry !== undefined) tree.set(name, entry)
    else if (tree.get(name)?.mode !== folderMode) tree.delete(name)
  }
  await Promise.all(
    [...below].map(async ([name, inner]) => {
      const found = tree.get(name)
      const isFolder = found?.mode === folderMode
      // What is to be taken out below a file is not there.
      if (!isFolder && inner.every(({ entry }) => entry === undefined)) return
      const id = await change(build, isFolder ? found.id : undefined, inner)
      if (id === undefined) tree.delete(name)
      else tree.set(name, { mode: folderMode, id })
    }),
  )
  return tree.size === 0 ? undefined : makeTree(build, tree)
}

function takenOutFirst(a: Change, b: Change): number {
  return Number(a.entry !== undefined) - Number(b.entry !== undefined)
}

function makeTree({ make }: Build, tree: Tree): string {
  const id = make({ type: 'tree', bytes: renderTree(tree) })
  rememberTree(id, tree)
  return id
}
