import { rmSync } from 'node:fs'
import type { Git } from '../ports.ts'

/** One path of a tree that is to be composed. */
export interface TreeEdit {
  readonly path: string
  /** As another tree has it (gone where that has none), gone, or a text of its own under the mode that the tree has. */
  readonly to:
    | { readonly kind: 'from'; readonly tree: string }
    | { readonly kind: 'absent' }
    | { readonly kind: 'text'; readonly text: string }
}

/** A tree with some of its paths changed. Objects only: no file and no index of anybody is touched. `index` is a path to use meanwhile. */
export async function composeTree(
  git: Git,
  {
    tree,
    edits,
    index,
  }: { readonly tree: string; readonly edits: readonly TreeEdit[]; readonly index: string },
): Promise<string> {
  const env = { GIT_INDEX_FILE: index }
  const lines: string[] = []
  for (const edit of edits) lines.push(...(await toIndexInfo(git, tree, edit)))
  try {
    await git.text(['read-tree', tree], { env })
    // What is taken out comes first, so that a file can stand where a folder was.
    const input = lines.toSorted((a, b) => Number(b.startsWith('0 ')) - Number(a.startsWith('0 '))).join('')
    if (lines.length > 0) await git.text(['update-index', '-z', '--index-info'], { env, input })
    return await git.text(['write-tree'], { env })
  } finally {
    rmSync(index, { force: true })
    rmSync(`${index}.lock`, { force: true })
  }
}

/** A line for `update-index --index-info`: mode 0 takes a path out (git-update-index(1)). */
async function toIndexInfo(git: Git, tree: string, { path, to }: TreeEdit): Promise<readonly string[]> {
  const zero = '0'.repeat(tree.length)
  const remove = `0 ${zero}\t${path}\0`
  if (to.kind === 'absent') return [remove]
  if (to.kind === 'from') {
    const entry = await entryAt(git, to.tree, path)
    return [remove, ...(entry === undefined ? [] : [`${entry.mode} ${entry.id}\t${path}\0`])]
  }
  const id = await git.text(['hash-object', '-w', '--stdin'], { input: to.text })
  const mode = (await entryAt(git, tree, path))?.mode ?? '100644'
  return [`${mode} ${id}\t${path}\0`]
}

async function entryAt(
  git: Git,
  tree: string,
  path: string,
): Promise<{ readonly mode: string; readonly id: string } | undefined> {
  const text = await git.text(['ls-tree', '-z', '--full-tree', tree, '--', path])
  const found = /^(?<mode>\d+) (?:blob|commit) (?<id>[0-9a-f]+)\t/u.exec(text)?.groups
  return found === undefined ? undefined : { mode: found['mode'] ?? '', id: found['id'] ?? '' }
}
