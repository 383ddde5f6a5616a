import { join } from 'node:path'
import type { Git } from '../../ports.ts'
import { isThere } from '../system/file-facts.ts'

/** A checkout in which a feature is to be worked on. */
export interface InPlaceCheckout {
  readonly git: Git
  /** The ref of the feature's branch. */
  readonly branch: string
  /** The feature folder, from the top of the repository. */
  readonly folder: string
}

/** What of git is under way, by the file that says so (gitrepository-layout(5), git-status(1)). */
export const underWay: Readonly<Record<string, string>> = {
  MERGE_HEAD: 'a merge',
  'rebase-merge': 'a rebase',
  'rebase-apply': 'a rebase',
  CHERRY_PICK_HEAD: 'a cherry-pick',
  REVERT_HEAD: 'a revert',
  BISECT_LOG: 'a bisect',
}

/** Why a run may not work in this checkout, each as one sentence; reads only. */
export async function inPlaceObstacles({ git, branch, folder }: InPlaceCheckout): Promise<readonly string[]> {
  const gitDir = await git.text(['rev-parse', '--absolute-git-dir'])
  const head = await git.run(['symbolic-ref', '--quiet', 'HEAD'])
  const elsewhere =
    head.stdout.trim() === branch
      ? []
      : [`it is not on the feature's branch: git switch ${branch.replace(/^refs\/heads\//u, '')}`]
  const busy = Object.entries(underWay).flatMap(([file, what]) =>
    isThere(join(gitDir, file)) ? [`${what} is under way in it`] : [],
  )
  const held = isThere(join(gitDir, 'index.lock'))
    ? [`another git works in it (${join(gitDir, 'index.lock')})`]
    : []
  return [...elsewhere, ...new Set(busy), ...held, ...(await changes(git, folder)), ...(await hidden(git))]
}

/** Porcelain v1 with -z (git-status(1)): `XY path` NUL; without renames there is one path each. */
async function changes(git: Git, folder: string): Promise<readonly string[]> {
  const entries = (await git.bytes(['status', '--porcelain', '-z', '--no-renames', '--untracked-files=no']))
    .toString()
    .split('\0')
    .filter((entry) => entry !== '')
    .map((entry) => ({ code: entry.slice(0, 2), path: entry.slice(3) }))
  const inTheWay = entries
    .filter(({ code, path }) => !path.startsWith(`${folder}/`) || code.includes('U'))
    .map(({ path }) => path)
  if (inTheWay.length === 0) return []
  const more = inTheWay.length > 10 ? ` and ${inTheWay.length - 10} more` : ''
  return [`tracked files are changed in it: ${inTheWay.slice(0, 10).join(', ')}${more}; commit or stash them`]
}

/** Files with flags of `git update-index`, and those that a sparse checkout leaves out, are not what git says they are. */
async function hidden(git: Git): Promise<readonly string[]> {
  const lines = (await git.text(['ls-files', '-v'])).split('\n').filter((line) => /^[a-zS] /u.test(line))
  const [first] = lines
  if (first === undefined) return []
  return [
    `${lines.length} of its files are hidden from git (assume-unchanged, skip-worktree, a sparse checkout), for example ${first.slice(2)}`,
  ]
}
