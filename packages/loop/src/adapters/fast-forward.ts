import { lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Git } from '../ports.ts'
import { createCheckoutGit } from './checkout-git.ts'
import { hasCode, readIfThere } from './durable-file.ts'
import { changedPaths } from './repository.ts'

/** A checkout of a person's, on the branch that is to be brought up, and from where to where. */
export interface FastForward {
  readonly path: string
  readonly from: string
  readonly to: string
  /** The ref whose commit `to` is: what a person would type. */
  readonly ref: string
}

/**
 * Fast-forwards a clean checkout, or says why not and leaves every byte of it: changed files, files that git does not know, ignored
 * ones too, the index that somebody holds, and where ORIG_HEAD points.
 */
export async function fastForwardCheckout(
  git: Git,
  env: Readonly<Record<string, string | undefined>>,
  { path, from, to, ref }: FastForward,
): Promise<{ readonly done: true } | { readonly done: false; readonly reason: string }> {
  const checkout = createCheckoutGit(path, env)
  const status = await checkout.text(['status', '--porcelain', '--untracked-files=no'])
  if (status !== '') return { done: false, reason: `it is checked out in ${path} with changes of yours` }
  const gitDir = await checkout.text(['rev-parse', '--absolute-git-dir'])
  if (isThere(join(gitDir, 'index.lock')))
    return { done: false, reason: `another git works in ${path}: ${join(gitDir, 'index.lock')} is there` }
  const added = (await changedPaths(git, from, to)).filter(({ status: kind }) => kind === 'A')
  const inTheWay = added.find((change) => isInTheWay(path, change.path))
  if (inTheWay !== undefined)
    return { done: false, reason: `${inTheWay.path} lies in ${path}, where git does not know it` }
  const orig = readIfThere(join(gitDir, 'ORIG_HEAD'))?.trim()
  const { exitCode, stderr } = await checkout.run([
    'merge',
    '--ff-only',
    '--no-overwrite-ignore',
    '--quiet',
    ref,
  ])
  // A merge notes where it began, even one that is refused; where the person's last reset or merge began was there before.
  await checkout.run(
    orig === undefined ? ['update-ref', '-d', 'ORIG_HEAD'] : ['update-ref', 'ORIG_HEAD', orig],
  )
  if (exitCode === 0) return { done: true }
  const said = stderr.trim().split('\n').slice(0, 4).join(' ')
  return { done: false, reason: `git would not fast-forward it in ${path}: ${said}` }
}

/** Whether a new file would come to lie on something, or below something that is no folder. */
function isInTheWay(top: string, path: string): boolean {
  const parts = path.split('/')
  const above = parts.slice(0, -1).map((_, at) => join(top, ...parts.slice(0, at + 1)))
  const found = [...above, join(top, path)].map((place) => kindOf(place))
  return found.at(-1) !== undefined || found.includes('file')
}

function isThere(path: string): boolean {
  return kindOf(path) !== undefined
}

function kindOf(path: string): 'folder' | 'file' | undefined {
  try {
    return lstatSync(path).isDirectory() ? 'folder' : 'file'
  } catch (error) {
    if (hasCode(error, 'ENOENT') || hasCode(error, 'ENOTDIR')) return undefined
    throw error
  }
}

/**
 * The git directory of a worktree in which a branch is being rebased or bisected: HEAD is detached there, and the branch is to be
 * where it was when that ends (git-rebase(1), git-bisect(1)).
 */
export function heldBranchPlace(commonGitDir: string, branchRef: string): string | undefined {
  const linked = namesIn(join(commonGitDir, 'worktrees')).map((name) => join(commonGitDir, 'worktrees', name))
  const short = branchRef.replace(/^refs\/heads\//u, '')
  return [commonGitDir, ...linked].find((gitDir) =>
    ['rebase-merge/head-name', 'rebase-apply/head-name', 'BISECT_START']
      .map((name) => readIfThere(join(gitDir, name))?.trim())
      .some((held) => held === branchRef || held === short),
  )
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
