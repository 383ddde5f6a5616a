import { join } from 'node:path'
import { digestText } from '@gatecycle/plan-model'
import { readIfThere, removeDurably, replaceDurably } from '../../adapters/system/durable-file.ts'
import { adoptFiles, checkedOutBranch } from '../../adapters/checkout/operator-checkout.ts'
import { isAncestor, readTexts, resolveCommit } from '../../adapters/objects/repository.ts'
import { branchRefOf, type World } from '../world.ts'

/** An arm that is about to land on a branch that is checked out here. */
interface ArmNote {
  readonly commit: string
  /** Path → digest of the file before; null where there was none. */
  readonly before: Readonly<Record<string, string | null>>
}

type ArmWorld = Pick<World, 'git' | 'paths' | 'featureId' | 'branch'>

/** Written before the branch moves: what a kill leaves undone is done by the next command. */
export function noteArm({ git, paths }: ArmWorld, commit: string, files: readonly string[]): void {
  const before = Object.fromEntries(files.map((path) => [path, digestOfFile(git.directory, path)]))
  replaceDurably(paths.arming, `${JSON.stringify({ commit, before } satisfies ArmNote)}\n`)
}

/** The arm has landed, with its files. */
export function forgetArm({ paths }: ArmWorld): void {
  removeDurably(paths.arming)
}

/**
 * Finishes an arm whose driver died between the branch and the checkout: the files of its commit are brought in where they are
 * still what they were. Safe to do twice, and nothing where no arm was cut.
 */
export async function finishArm(world: ArmWorld): Promise<void> {
  const note = readNote(world)
  if (note === undefined) return
  const { commit, before } = note
  const branch = await resolveCommit(world.git, branchRefOf(world))
  const isHere = branch === commit && (await checkedOutBranch(world.git)) === world.branch
  const landed = branch !== undefined && (await isAncestor(world.git, commit, branch))
  // In another worktree than the one it was typed in: that one is left to its own next command.
  if (landed && branch === commit && !isHere) return
  if (isHere) {
    const texts = await readTexts(world.git, commit, Object.keys(before))
    const ours = Object.keys(before).filter((path) => {
      const now = digestOfFile(world.git.directory, path)
      const text = texts.get(path)
      return now === before[path] || now === (text === undefined ? null : digestText(text))
    })
    if (ours.length > 0) await adoptFiles(world.git, new Map(ours.map((path) => [path, texts.get(path)])))
  }
  forgetArm(world)
}

function readNote({ paths }: ArmWorld): ArmNote | undefined {
  try {
    // Written above; a note that cannot be read helps nobody.
    return JSON.parse(readIfThere(paths.arming) ?? '') as ArmNote
  } catch {
    return undefined
  }
}

function digestOfFile(folder: string, path: string): string | null {
  const text = readIfThere(join(folder, path))
  return text === undefined ? null : digestText(text)
}
