import {
  checkedOutBranch,
  readPendingEdits,
  type PendingEdit,
} from '../adapters/checkout/operator-checkout.ts'
import { isRead, toLoadedPlan, type LoadedPlan } from '../adapters/plan/plan-reader.ts'
import { listFiles, readTexts, resolveCommit } from '../adapters/objects/repository.ts'
import { branchRefOf, runRefOf, type World } from '../effects/world.ts'

/** The plan as an arm would find it: what is committed, with the operator's pending edits of the feature folder on top. */
export interface UnarmedPlan {
  readonly plan: LoadedPlan
  readonly source: string
  /** Where the commit was found. */
  readonly from: 'run-ref' | 'branch' | 'head'
  readonly edits: readonly PendingEdit[]
  /** Edits that cannot be armed as they are: staged in one version, edited in another. */
  readonly unclear: readonly string[]
}

type Place = Pick<World, 'git' | 'place' | 'featureId' | 'branch'>

/** Reads the plan that is current for people: the run ref where it is ahead, else the branch, else HEAD. Writes nothing. */
export async function readUnarmedPlan(world: Place): Promise<UnarmedPlan> {
  const { git, place } = world
  const branch = await resolveCommit(git, branchRefOf(world))
  const runRef = await resolveCommit(git, runRefOf(world))
  const { commit, from } = await newest(world, branch, runRef)
  // Edits of files that are older than what the driver has committed since are edits of something else.
  const isCurrent = branch === undefined || branch === commit
  const isHere = isCurrent && (branch === undefined || (await checkedOutBranch(git)) === world.branch)
  const path = `${place.stateRoot}/features/${place.folder}`
  const pending = isHere ? await readPendingEdits(git, path) : { edits: [], unclear: [] }
  const edits = pending.edits.filter((edit) => !isDriverFile(edit.path, path))
  return { plan: await overlay(world, commit, edits), source: commit, from, edits, unclear: pending.unclear }
}

async function newest(
  { git }: Place,
  branch: string | undefined,
  runRef: string | undefined,
): Promise<{ readonly commit: string; readonly from: UnarmedPlan['from'] }> {
  if (runRef !== undefined && branch !== undefined && branch !== runRef) {
    const { exitCode } = await git.run(['merge-base', '--is-ancestor', runRef, branch])
    return exitCode === 0 ? { commit: branch, from: 'branch' } : { commit: runRef, from: 'run-ref' }
  }
  if (runRef !== undefined) return { commit: runRef, from: 'run-ref' }
  if (branch !== undefined) return { commit: branch, from: 'branch' }
  return { commit: await git.text(['rev-parse', '--verify', 'HEAD^{commit}']), from: 'head' }
}

/** The log and the evidence are the driver's: an edit of them is never taken up. */
function isDriverFile(path: string, featurePath: string): boolean {
  return path === `${featurePath}/events.jsonl` || path.startsWith(`${featurePath}/work/`)
}

async function overlay(
  { git, place }: Place,
  commit: string,
  edits: readonly PendingEdit[],
): Promise<LoadedPlan> {
  const path = `${place.stateRoot}/features/${place.folder}`
  const committed = await listFiles(git, commit, place.stateRoot)
  const texts = new Map(
    await readTexts(
      git,
      commit,
      committed.filter((file) => isRead(file, place.stateRoot, path)),
    ),
  )
  const names = new Set(committed)
  for (const { path: file, text } of edits) {
    if (text === undefined) {
      names.delete(file)
      texts.delete(file)
    } else {
      names.add(file)
      texts.set(file, text)
    }
  }
  return toLoadedPlan(commit, place, [...names], texts)
}
