import { join } from 'node:path'
import { digestData, type VerificationEntry } from '@gatecycle/plan-model'
import { readIfThere, replaceDurably } from '../adapters/system/durable-file.ts'
import type { LoadedPlan } from '../adapters/plan/plan-reader.ts'
import { readTexts } from '../adapters/objects/repository.ts'
import { worktreeNeedsOf } from '../policy/worktree-needs.ts'
import type { World } from './world.ts'

/** What the run worktree is made ready with, and whether that was done for the files that it depends on. */
export interface SetUp {
  readonly entries: readonly VerificationEntry[]
  readonly isDone: boolean
  /** Remembers that it was done for these files; for none, where it may be half done. */
  readonly note: (whole: 'whole' | 'half') => void
}

/** `setup` for a tree: it is done once for each content of the files of `setup_key`. */
export async function setUpFor(treeish: string, plan: LoadedPlan, world: World): Promise<SetUp> {
  const { git, worktree } = world
  // What lies in a checkout is there: it lacks nothing, and belongs to the operator.
  const needs = worktreeNeedsOf(worktree.isolation === 'in_place' ? undefined : plan.settings)
  const { setup: entries, setupKey } = needs
  if (entries.length === 0) return { entries, isDone: true, note: () => undefined }
  const keyed = await readTexts(git, treeish, setupKey)
  const digest = digestData({ setup: entries, keyed: Object.fromEntries(keyed) })
  const marker = join(await worktree.gitDir(), 'gatecycle-setup')
  return {
    entries,
    isDone: readIfThere(marker) === digest,
    note: (whole) => replaceDurably(marker, whole === 'whole' ? digest : ''),
  }
}
