import { createHash } from 'node:crypto'
import { copyFileSync, linkSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { AppError, exitCodes } from '@gatecycle/diagnostics'
import type { Git, Report } from '../../ports.ts'
import { driverIndexOf } from '../worktree/driver-view.ts'
import { hasCode } from '../system/durable-file.ts'
import { faultPoint } from '../system/fault-point.ts'
import { keepStaged } from './in-place-keeping.ts'
import type { InPlaceRecord, InPlaceRecordFile } from './in-place-record.ts'
import { compareAndSwap, resolveCommit } from '../objects/repository.ts'

/** An editor or a prompt asks git for the state of the checkout now and then, and holds the index for a moment. */
const [patienceMs, lookEveryMs] = [3000, 50]

interface Landing {
  readonly git: Git
  readonly gitDir: string
  readonly record: InPlaceRecordFile
  /** Where content is kept that leaves the index. */
  readonly refs: string
  readonly report: Report
}

/**
 * The checkout's index becomes the driver's, and its branch goes to the commit. As git does it: the new index is complete under
 * the name of the lock before anything moves, and renamed when the branch has moved. Its digest is on disk before, so that a driver
 * that comes after a dead one knows the lock that is ours; one that is not is never touched.
 */
export async function landInPlace(landing: Landing, known: InPlaceRecord, to: string): Promise<void> {
  const { git, gitDir, record } = landing
  const fresh = join(gitDir, 'gatecycle-index-landing')
  // One that a dead driver left may be the index itself, under a second name.
  rmSync(fresh, { force: true })
  copyFileSync(driverIndexOf(gitDir), fresh)
  record.write({ ...known, landing: { digest: digestOf(fresh) ?? '', to } })
  faultPoint('in-place/landing-recorded')
  await linkLock(fresh, lockOf(gitDir))
  rmSync(fresh)
  faultPoint('in-place/index-locked')
  await keepOldIndex(landing, known, to)
  if (to !== known.at && !(await compareAndSwap(git, known.branch, to, known.at))) {
    rmSync(lockOf(gitDir))
    record.write({ ...known, landing: undefined })
    throw branchMoved(known)
  }
  faultPoint('in-place/branch-moved')
  renameSync(lockOf(gitDir), join(gitDir, 'index'))
  faultPoint('in-place/index-renamed')
  record.write({ ...known, at: to, landing: undefined })
}

/** What a dead driver had begun to land is finished where its branch has moved, and taken back where it has not. */
export async function settleLanding(landing: Landing): Promise<void> {
  const { git, gitDir, record } = landing
  const known = record.read()
  if (known?.landing === undefined) return
  const { digest, to } = known.landing
  const branch = await resolveCommit(git, known.branch)
  const ours = digestOf(lockOf(gitDir)) === digest
  if (branch === to) {
    if (ours) {
      await keepOldIndex(landing, known, to)
      renameSync(lockOf(gitDir), join(gitDir, 'index'))
    }
    record.write({ ...known, at: to, landing: undefined })
  } else {
    if (ours) rmSync(lockOf(gitDir))
    record.write({ ...known, landing: undefined })
  }
}

/** Under the lock: no other git can stage anything from here to the rename. */
async function keepOldIndex(
  { git, gitDir, refs, report }: Landing,
  { at, before }: InPlaceRecord,
  to: string,
): Promise<void> {
  const staged = before === undefined ? undefined : await resolveCommit(git, `${before}^2`)
  const others = [to, before, staged].flatMap((commit) =>
    commit === undefined || commit === at ? [] : [commit],
  )
  const name = await keepStaged(git, { gitDir, refs }, [at, ...others])
  if (name !== undefined) report(`kept what was staged in the checkout: ${name}`)
}

/** Linking makes the lock with all its bytes, or not at all where there is one. */
async function linkLock(fresh: string, lock: string): Promise<void> {
  const until = performance.now() + patienceMs
  while (!isLinked(fresh, lock)) {
    if (performance.now() > until) throw indexHeld(lock)
    await pause(lookEveryMs)
  }
}

function isLinked(fresh: string, lock: string): boolean {
  try {
    linkSync(fresh, lock)
    return true
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false
    throw error
  }
}

/** The stop for a lock on the index that is somebody else's. */
function indexHeld(lock: string): AppError {
  return new AppError('INDEX_HELD', `another git holds the index of this checkout: ${lock}`, {
    hint: 'wait until it has ended, or remove the file if none is running; then type the same command again',
    exitCode: exitCodes.treeInTheWay,
  })
}

/** The stop for a branch that is not where the driver put it. */
export function branchMoved({ branch, at }: InPlaceRecord): AppError {
  return new AppError(
    'IN_PLACE_MOVED',
    `${branch} is no longer at ${at.slice(0, 10)}: somebody moved it while this checkout was the driver's`,
    {
      hint: 'nothing was reset; the same command goes on from where it is now, or says how',
      exitCode: exitCodes.treeInTheWay,
    },
  )
}

function lockOf(gitDir: string): string {
  return join(gitDir, 'index.lock')
}

function digestOf(path: string): string | undefined {
  try {
    return createHash('sha256').update(readFileSync(path)).digest('hex')
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined
    throw error
  }
}
