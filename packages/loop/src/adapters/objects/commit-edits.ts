import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Git } from '../../ports.ts'
import { createCommit, type CommitOrder } from './repository.ts'

/**
 * A commit on `parent` with some files replaced (or removed, where the text is undefined), made without any working tree:
 * blobs, an index of its own, a tree, a commit. Nothing points to it yet.
 */
export async function commitEdits(
  git: Git,
  {
    parent,
    edits,
    message,
    scratch,
    create = async (order) => createCommit(git, order),
    prepare,
  }: {
    readonly parent: string
    readonly edits: ReadonlyMap<string, string | undefined>
    readonly message: string
    /** A folder for the index; absolute. */
    readonly scratch: string
    /** Makes the commit object; without it, one that is not signed. */
    readonly create?: (order: CommitOrder) => Promise<string>
    /** What is done to the index before the edits. */
    readonly prepare?: (env: Readonly<Record<string, string>>) => Promise<void>
  },
): Promise<string> {
  const index = join(scratch, `index.${process.pid}`)
  const env = { GIT_INDEX_FILE: index }
  try {
    await git.text(['read-tree', parent], { env })
    await prepare?.(env)
    const zero = '0'.repeat(parent.length)
    let info = ''
    for (const [path, text] of edits) {
      if (text === undefined) info += `0 ${zero}\t${path}\0`
      else info += `100644 ${await git.text(['hash-object', '-w', '--stdin'], { input: text })}\t${path}\0`
    }
    await git.text(['update-index', '-z', '--index-info'], { env, input: info })
    const tree = await git.text(['write-tree'], { env })
    return await create({ tree, parents: [parent], message })
  } finally {
    rmSync(index, { force: true })
    rmSync(`${index}.lock`, { force: true })
  }
}
