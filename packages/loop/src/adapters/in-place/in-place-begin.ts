import { AppError, exitCodes } from '@gatecycle/diagnostics'
import type { Git } from '../../ports.ts'
import type { InPlace } from './in-place-files.ts'
import { ignoredIn, type InPlaceIndex } from './in-place-index.ts'
import { keepTree, treeOfIndex } from './in-place-keeping.ts'
import { inPlaceObstacles } from './in-place-obstacles.ts'
import { signatureOf } from './in-place-record.ts'
import { changedPaths } from '../objects/repository.ts'

/** Takes down what is the operator's, keeps all of it under a ref, and says that the checkout is the driver's now. */
export async function beginInPlace(place: InPlace): Promise<void> {
  const { git, index, branch, folder, refs, record, report } = place
  const gitDir = await place.gitDir()
  const obstacles = await inPlaceObstacles({ git, branch, folder })
  if (obstacles.length > 0)
    throw new AppError('IN_PLACE_REFUSED', `this checkout cannot be worked in: ${obstacles.join('; ')}`, {
      hint: 'mend it and type the same command again; with `isolation: worktree` none of it matters',
      exitCode: exitCodes.treeInTheWay,
    })
  const began = await git.text(['rev-parse', `${branch}^{commit}`])
  const everything = { from: began, forced: [], isLeftOut: () => false }
  const tree = await index.snapshot(everything)
  const changed = await changedPaths(git, began, tree)
  const known = new Set(
    (await changedPaths(git, began, await trackedPart(index, began))).map(({ path }) => path),
  )
  const before = changed.length === 0 ? undefined : await keepAll(git, { gitDir, refs, tree, began })
  const untracked = changed.map(({ path }) => path).filter((path) => !known.has(path))
  record.write({
    branch,
    began,
    at: began,
    before,
    untracked: Object.fromEntries(untracked.map((path) => [path, signatureOf(git.directory, path) ?? ''])),
    ignored: await ignoredIn(git),
    edits: [...known],
  })
  const kept = before === undefined ? '' : `; all that lay about in it is kept under ${refs}`
  report(`working in ${git.directory} itself: it is the driver’s until the run ends${kept}`)
}

/** Only the changes of files that git knows. */
async function trackedPart(index: InPlaceIndex, began: string): Promise<string> {
  return index.snapshot({ from: began, forced: [], isLeftOut: () => true })
}

interface Everything {
  readonly gitDir: string
  readonly refs: string
  readonly tree: string
  readonly began: string
}

/** A commit of the files; what is staged and differs from them is its second parent, as in a stash. */
async function keepAll(git: Git, { gitDir, refs, tree, began }: Everything): Promise<string> {
  const staged = await treeOfIndex(git, gitDir)
  const base = await git.text(['rev-parse', `${began}^{tree}`])
  const index = staged === undefined || staged === base || staged === tree ? [] : [staged]
  const parents = await Promise.all(
    index.map(async (each) => git.text(['commit-tree', each, '-p', began, '-m', 'index'])),
  )
  const name = await keepTree(git, refs, tree, [began, ...parents])
  return git.text(['rev-parse', name])
}
