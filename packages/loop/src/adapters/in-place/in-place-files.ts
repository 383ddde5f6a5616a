import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { AppError, exitCodes } from '@gatecycle/diagnostics'
import type { Git, Report } from '../../ports.ts'
import type { HiddenRules } from '../guards/hidden-rules.ts'
import type { InPlaceIndex } from './in-place-index.ts'
import { giveEditsBack, isKept, keepTree, restoreUntracked } from './in-place-keeping.ts'
import { branchMoved, landInPlace, settleLanding } from './in-place-landing.ts'
import {
  isLeftOut,
  isUntouched,
  signatureOf,
  type InPlaceRecord,
  type InPlaceRecordFile,
} from './in-place-record.ts'
import { changedPaths, isAncestor, resolveCommit } from '../objects/repository.ts'

/** The operator's checkout while it is the driver's. */
export interface InPlace {
  readonly git: Git
  readonly gitDir: () => Promise<string>
  readonly index: InPlaceIndex
  /** The ref of the feature's branch. */
  readonly branch: string
  /** The feature folder, from the top of the repository. */
  readonly folder: string
  /** Where all rescue refs of the feature lie, and those of this checkout. */
  readonly rescue: string
  readonly refs: string
  readonly record: InPlaceRecordFile
  readonly report: Report
}

/** How often files may change under a reset before somebody is told. */
const tries = 3

/** The files as a tree, without what belongs to the operator alone. */
export async function snapshotFiles(
  place: InPlace,
  from: string,
  forced: readonly string[],
): Promise<string> {
  const { git, index } = place
  const record = knownOf(place)
  const leftOut = (path: string): boolean => isLeftOut(git.directory, record, path)
  return index.snapshot({ from, forced, isLeftOut: leftOut })
}

/** Ignore files that hide themselves: those of the begin are the operator's, the others are kept under a ref before they go. */
export function hiddenRulesOf(place: InPlace): HiddenRules {
  const { git, index, refs, record, report } = place
  return {
    wasThere: (path) => {
      const known = record.read()
      return known === undefined || isLeftOut(git.directory, known, path)
    },
    keep: async (paths) => {
      const { at } = knownOf(place)
      const tree = await index.snapshot({ from: at, forced: paths, isLeftOut: () => true })
      report(`kept ${paths.join(', ')}, which hid itself: ${await keepTree(git, refs, tree, [at])}`)
    },
  }
}

/**
 * Files and index as in a tree, the branch at the commit. Whatever leaves the files is under a ref before; the operator's files that git
 * does not know are as they were.
 */
export async function putFilesTo(place: InPlace, commit: string, treeish: string): Promise<void> {
  const { git, branch, record } = place
  await refuseElsewhere(git, branch)
  const landing = { ...place, gitDir: await place.gitDir() }
  await settleLanding(landing)
  const { at } = knownOf(place)
  if ((await resolveCommit(git, branch)) !== at) throw branchMoved(knownOf(place))
  // What a person committed on top while nobody ran is not taken back.
  const goal = commit === at || (await isAncestor(git, at, commit)) ? commit : at
  const target = await git.text(['rev-parse', `${treeish === commit ? goal : treeish}^{tree}`])
  await resetFiles(place, target)
  record.write(await restoreUntracked(git, knownOf(place), target))
  await landInPlace(landing, knownOf(place), goal)
}

/** Takes what a person committed on the branch since the driver died for what it is; false where the branch went elsewhere. */
export async function adoptBranch(place: InPlace): Promise<boolean> {
  const { git, branch, record } = place
  if (record.read() === undefined) return true
  await settleLanding({ ...place, gitDir: await place.gitDir() })
  const known = record.read()
  const tip = await resolveCommit(git, branch)
  if (known === undefined || tip === known.at) return true
  if (tip === undefined || !(await isAncestor(git, known.at, tip))) return false
  record.write({ ...known, at: tip })
  return true
}

/** The end of a run: clean at the commit, and the operator's edits of the feature folder back in the files. */
export async function giveFilesBack(place: InPlace, commit: string): Promise<void> {
  const { git, branch, record, report } = place
  if (record.read() === undefined) return
  if (await adoptBranch(place)) {
    const to = await git.text(['rev-parse', `${commit}^{commit}`])
    await putFilesTo(place, to, to)
    const { at, before } = knownOf(place)
    const left = await giveEditsBack(git, knownOf(place), at)
    if (left.length > 0)
      report(`your edits of ${left.join(', ')} are kept in ${before}: the run has changed these files itself`)
  } else report(`${branch} was moved: the files of ${git.directory} are left as they are`)
  record.remove()
}

/** Where HEAD is; on its branch the checkout is where it belongs, and detached is as wrong as on another one. */
export async function readHeadOf({
  git,
  branch,
}: InPlace): Promise<{ readonly commit: string | undefined; readonly branch: string | undefined }> {
  const head = (await git.run(['symbolic-ref', '--quiet', 'HEAD'])).stdout.trim()
  const wrong = head === '' ? 'no branch' : head
  return { commit: await resolveCommit(git, 'HEAD'), branch: head === branch ? undefined : wrong }
}

function knownOf({ record }: InPlace): InPlaceRecord {
  const known = record.read()
  if (known === undefined) throw new Error('the checkout is not the driver’s')
  return known
}

async function resetFiles(place: InPlace, target: string): Promise<void> {
  const { git, index, rescue, refs, branch, report } = place
  for (let time = 1; time <= tries; time += 1) {
    const { at } = knownOf(place)
    const current = await snapshotFiles(place, at, [])
    if (current !== target && !(await isKept(git, [rescue, branch, 'refs/gatecycle/run'], current)))
      report(`kept what lay in the checkout: ${await keepTree(git, refs, current, [at])}`)
    await clearTheWay(git, knownOf(place), { from: current, to: target })
    if (await index.move(current, target)) return
  }
  throw new AppError('IN_PLACE_BUSY', `files of ${git.directory} change while the driver works with them`, {
    hint: 'this checkout is the driver’s until the run ends: leave it alone, then type the same command again',
    exitCode: exitCodes.treeInTheWay,
  })
}

async function refuseElsewhere(git: Git, branch: string): Promise<void> {
  const head = (await git.run(['symbolic-ref', '--quiet', 'HEAD'])).stdout.trim()
  if (head === branch) return
  const short = branch.replace(/^refs\/heads\//u, '')
  throw new AppError('IN_PLACE_ELSEWHERE', `${git.directory} left ${short} while it was the driver's`, {
    hint: `git switch ${short}, then type the same command again`,
    exitCode: exitCodes.treeInTheWay,
  })
}

/**
 * Git would put a new file over one that it ignores. A file of the operator's that nobody touched since it was kept gives way: an agent
 * had written over it, or the tree would not have one there.
 */
async function clearTheWay(
  git: Git,
  record: InPlaceRecord,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<void> {
  const added = (await changedPaths(git, from, to)).filter(({ status }) => status === 'A')
  const there = added.filter(({ path }) => signatureOf(git.directory, path) !== undefined)
  const isSafe = (path: string): boolean =>
    record.before !== undefined && isUntouched(git.directory, record, path)
  const found = there.find(({ path }) => !isSafe(path))
  if (found === undefined) {
    for (const { path } of there) rmSync(join(git.directory, path))
    return
  }
  throw new AppError('IN_PLACE_IN_THE_WAY', `${found.path} lies where the run has a file of its own`, {
    hint: 'it is untracked or ignored, so it was left alone: move it away, then type the same command again',
    exitCode: exitCodes.treeInTheWay,
  })
}
