import { lstatSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Git } from '../../ports.ts'
import { createCheckoutGit } from '../git/checkout-git.ts'
import { hasCode, makeFolder, readIfThere, removeDurably, replaceDurably } from '../system/durable-file.ts'
import { fastForwardRecordIn, readFastForward, releaseIndex } from './fast-forward-record.ts'
import { fastForwardScript } from './fast-forward-script.ts'
import { createGitClient } from '../git/git-client.ts'
import { gitDirsOf } from '../git/git-dirs.ts'
import { decodePath, encodePath, splitNul } from '../git/path-bytes.ts'
import { underWay } from '../in-place/in-place-obstacles.ts'
import { identityOf } from '../state/process-identity.ts'
import { changedPaths, type ChangedPath } from '../objects/repository.ts'
import { runShellAlone } from '../system/shell-alone.ts'

type Env = Readonly<Record<string, string | undefined>>

/** A checkout of a person's, on the branch that is to be brought up, and from where to where. */
export interface FastForward {
  readonly path: string
  readonly ref: string
  readonly from: string
  readonly to: string
}

export type FastForwardAnswer = { readonly done: true } | { readonly done: false; readonly reason: string }

/**
 * Fast-forwards a clean checkout, or says why not and leaves every byte of it: changed files, files that git does not know, ignored
 * ones too, the index that somebody holds, and every ref but the branch. One that died half way is finished.
 */
export async function fastForwardCheckout(
  git: Git,
  env: Env,
  order: FastForward,
): Promise<FastForwardAnswer> {
  const { path, from, to } = order
  const checkout = createCheckoutGit(path, env)
  const gitDir = await checkout.text(['rev-parse', '--absolute-git-dir'])
  const begun = readFastForward(gitDir)
  if (begun?.isAtWork === true)
    return { done: false, reason: `it is being fast-forwarded in ${path} (process ${begun.process.pid})` }
  releaseIndex(gitDir)
  const changes = await changedPaths(git, from, to)
  const written = begun === undefined ? [] : await findWritten(gitDir, env, { order, changes })
  if (written.length === 0) {
    const status = await checkout.text(['status', '--porcelain', '--untracked-files=no'])
    if (status !== '') return toAnswer('changed', path)
  }
  const lock = join(gitDir, 'index.lock')
  if (isThere(lock)) return { done: false, reason: `another git works in ${path}: ${lock} is there` }
  return moveThere({ gitDir, env, order, changes, written })
}

interface Moving {
  readonly gitDir: string
  readonly env: Env
  readonly order: FastForward
  readonly changes: readonly ChangedPath[]
  /** What an earlier one had written before it died. */
  readonly written: readonly ChangedPath[]
}

async function moveThere(moving: Moving): Promise<FastForwardAnswer> {
  const { gitDir, env, order, changes, written } = moving
  const record = fastForwardRecordIn(gitDir)
  const list = join(makeFolder(join(gitDir, 'gatecycle')), 'fast-forward-written')
  writeFileSync(list, Buffer.concat(written.map(toIndexLine)))
  const added = changes.filter((change) => change.status === 'A' && !written.includes(change))
  const script = fastForwardScript({
    ...order,
    gitDir,
    record,
    added: added.map((change) => change.path),
    written: written.length === 0 ? undefined : list,
  })
  const said = await runShellAlone(order.path, env, {
    script,
    begun: (pid) =>
      replaceDurably(record, `${JSON.stringify({ ref: order.ref, process: identityOf(pid) })}\n`),
    ended: () => releaseIndex(gitDir),
  })
  rmSync(list, { force: true })
  // Git may have stopped half way, for example for want of room on the disk: the next one goes on from there.
  const mayBeHalf = said !== 'done' && (said.startsWith('refused') || written.length > 0)
  if (!mayBeHalf || (await findWritten(gitDir, env, moving)).length === 0) removeDurably(record)
  return toAnswer(said, order.path)
}

/** What of the changes is in the files already: bytes that are as they are to be are nobody's edit. */
async function findWritten(
  gitDir: string,
  env: Env,
  { order, changes }: Pick<Moving, 'order' | 'changes'>,
): Promise<readonly ChangedPath[]> {
  const index = join(makeFolder(join(gitDir, 'gatecycle')), 'fast-forward-goal')
  const git = createGitClient(order.path, env)
  const options = { env: { GIT_INDEX_FILE: index } }
  await git.text(['read-tree', order.to], options)
  await git.run(['update-index', '-q', '--refresh'], options)
  const different = await git.bytes(['diff-files', '-z', '--name-only'], options)
  rmSync(index)
  const open = new Set(splitNul(different).map(decodePath))
  return changes.filter(({ status, path, mode }) => {
    if (status === 'D') return !isThere(join(order.path, path))
    // A submodule keeps the commit that it has checked out.
    return mode !== '160000' && !open.has(path)
  })
}

function isThere(path: string): boolean {
  try {
    return lstatSync(encodePath(path), { throwIfNoEntry: false }) !== undefined
  } catch (error) {
    if (hasCode(error, 'ENOTDIR')) return false
    throw error
  }
}

/** `<mode> <id> <stage>` TAB path NUL (git-update-index(1)). */
function toIndexLine({ mode, oid, path }: ChangedPath): Buffer {
  return Buffer.concat([Buffer.from(`${mode} ${oid} 0\t`), encodePath(path), Buffer.from([0])])
}

/** The words of the script, for a person. */
function toAnswer(said: string, place: string): FastForwardAnswer {
  const [word, rest] = [said.split(' ', 1)[0] ?? '', said.slice(said.indexOf(' ') + 1)]
  const reasons: Readonly<Record<string, string>> = {
    held: `another git works in ${place}: it holds the index`,
    elsewhere: `${place} was switched to something else at this moment`,
    busy: `${underWay[rest] ?? rest} is under way in ${place}`,
    changed: `it is checked out in ${place} with changes of yours`,
    'in-way': `${rest} lies in ${place}, where git does not know it`,
    moved: 'it was moved at this moment',
  }
  if (word === 'done') return { done: true }
  const short = rest.trim().split('\n').slice(0, 4).join(' ')
  return { done: false, reason: reasons[word] ?? `git would not fast-forward it in ${place}: ${short}` }
}

/**
 * The git directory of a worktree in which a branch is being rebased or bisected: HEAD is detached there, and the branch is to be
 * where it was when that ends (git-rebase(1), git-bisect(1)).
 */
export function heldBranchPlace(commonGitDir: string, branchRef: string): string | undefined {
  const short = branchRef.replace(/^refs\/heads\//u, '')
  return gitDirsOf(commonGitDir).find((gitDir) =>
    ['rebase-merge/head-name', 'rebase-apply/head-name', 'BISECT_START']
      .map((name) => readIfThere(join(gitDir, name))?.trim())
      .some((held) => held === branchRef || held === short),
  )
}
