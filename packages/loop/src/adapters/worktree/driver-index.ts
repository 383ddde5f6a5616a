import { copyFileSync, existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { quotePath } from '../../policy/quote-path.ts'
import type { Git } from '../../ports.ts'
import { driverIndexOf, indexEnv, viewOf } from './driver-view.ts'
import { addAll, addForced, readAnew, readTree, type Place, type SnapshotOrder } from './take-files.ts'
import { composeTree, entryAt } from '../objects/compose-tree.ts'
import { createTurns } from '../system/create-turns.ts'
import { createIndexMemory, type IndexMemory, type Known } from './index-memory.ts'
import { noFiles, readPlain } from './own-files.ts'
import { putFiles, type PutOrder } from './put-files.ts'
import { createSettledFiles } from './settled-files.ts'
import { createTakenAsIs } from './taken-as-is.ts'

/** What is done with that index: the files of the worktree against trees. */
export interface DriverIndex {
  /** Index and files as in a tree; new files that git does not ignore are removed, but for the paths to keep. */
  reset(order: PutOrder): Promise<void>
  /** The files as a tree: what differs from `from`, and the forced paths even where git ignores them, but for the kept ones. */
  snapshot(order: SnapshotOrder): Promise<string>
  /** Path of the index, which then holds what was last taken. */
  file(): Promise<string>
  /** Says that we ourselves wrote into the files: into this one only, where it is named (its path from the top). */
  stir(path?: string): void
}

/** Remembers what the index holds, and asks git again only when its file was touched or something else is wanted. */
export function createDriverIndex(git: Git, gitDir: string, objects: Git = git): DriverIndex {
  const place = openPlace(git, gitDir, objects)
  const memory = createIndexMemory(driverIndexOf(gitDir))
  const inTurn = createTurns()
  return {
    reset: async (order) => inTurn(async () => reset(place, memory, order)),
    snapshot: async (order) => inTurn(async () => snapshot(place, memory, order)),
    file: async () => {
      await inTurn(async () => bringIn(place, memory))
      return driverIndexOf(gitDir)
    },
    stir: (path) => memory.writes.add(path),
  }
}

function openPlace(git: Git, gitDir: string, objects: Git): Place {
  const env = indexEnv(gitDir)
  const files = createSettledFiles({ root: git.directory, index: driverIndexOf(gitDir) })
  return { git, objects, gitDir, env, files, asIs: createTakenAsIs(git, { gitDir, env }) }
}

async function reset(place: Place, memory: IndexMemory, order: PutOrder): Promise<void> {
  const { objects, gitDir } = place
  const { kept } = order
  const look = memory.writes.begin()
  const tree = await treeOf(objects, order.tree)
  const held = memory.heldFor(tree)
  const isThere = held?.tree === tree
  if (isThere) await bringIn(place, memory)
  const isSeen = isThere && !held.isGlance && memory.writes.none()
  if (!isSeen && !(isThere && (await isClean(place, kept)))) {
    memory.forget()
    if (!memory.isOurs()) await readAnew(place, tree)
    await putFiles(place, { ...order, tree })
  }
  memory.note({ tree, origin: tree, ahead: noFiles, isGlance: false }, look)
  rmSync(join(gitDir, 'index.lock'), { force: true, recursive: true })
  copyFileSync(driverIndexOf(gitDir), join(gitDir, 'index'))
}

async function snapshot(place: Place, memory: IndexMemory, order: SnapshotOrder): Promise<string> {
  const { writes } = memory
  const { forced, isGlance = false } = order
  const look = writes.begin()
  const origin = await treeOf(place.objects, order.from)
  const held = memory.heldFor(origin)
  const isEnough = held !== undefined && (isGlance || !held.isGlance)
  if (isEnough && writes.none() && forced.length === 0) return held.tree
  memory.forget()
  const taken =
    held !== undefined && forced.length > 0 && writes.onlyTo(forced)
      ? { ...(await takePaths(place, forced, held)), isGlance: held.isGlance }
      : { tree: await takeFiles(place, memory, { ...order, from: origin }, held), ahead: noFiles, isGlance }
  // A forced file may be one that git ignores: the next snapshot from the same origin would not take it by itself.
  memory.note({ ...taken, origin: forced.length === 0 ? origin : taken.tree }, look)
  return taken.tree
}

/** Takes into the index what is ahead of it, as it is in the tree: by now the files may be others. */
async function bringIn({ git, env, objects }: Place, memory: IndexMemory): Promise<void> {
  const { tree, ahead } = memory.last() ?? { tree: '', ahead: noFiles }
  if (ahead.size === 0) return
  const lines = [...ahead.keys()].map(async (path) => {
    const { mode, id } = (await entryAt(objects, tree, path)) ?? {}
    // Quoted as git quotes them: without -z a line of the index is read like that, and holds any bytes.
    return `${mode} ${id}\t${quotePath(path, 'always')}\n`
  })
  const input = (await Promise.all(lines)).join('')
  await git.text(['update-index', '--add', '--index-info'], { env, input })
  memory.noteIndex()
}

/** What the index is known to hold, where that serves. */
async function takeFiles(
  place: Place,
  memory: IndexMemory,
  order: SnapshotOrder,
  held: Known | undefined,
): Promise<string> {
  // Without `-m` nothing that the index says of files counts.
  if (held === undefined) await readTree(place, [...(memory.isOurs() ? ['-m'] : []), order.from])
  const isSame = await addAll(place, order, held?.ahead ?? noFiles)
  place.files.watch(order.from.length / 2)
  if (isSame) return held?.tree ?? order.from
  return place.git.text(['write-tree'], { env: place.env })
}

/** Nothing but these files was written since the index was taken: git need not look at the others. */
async function takePaths(
  place: Place,
  paths: readonly string[],
  held: Known,
): Promise<Pick<Known, 'tree' | 'ahead'>> {
  const { git, env } = place
  const there = paths.filter((path) => existsSync(join(git.directory, path)))
  if (there.length === 0) return held
  const own = await readPlain(place, there, held.tree)
  if (own !== undefined) {
    const edits = [...own].map(([path, text]) => ({ path, to: { kind: 'text', text } as const }))
    const tree = await composeTree(place.objects, { tree: held.tree, edits })
    return { tree, ahead: tree === held.tree ? held.ahead : new Map([...held.ahead, ...own]) }
  }
  const added = await addForced(place, [...held.ahead.keys(), ...there])
  return { tree: added ? await git.text(['write-tree'], { env }) : held.tree, ahead: noFiles }
}

async function treeOf(git: Git, treeish: string): Promise<string> {
  const found = await git.find(`${treeish}^{tree}`)
  return found?.id ?? treeish
}

/** Whether the files are as the index: nothing modified, deleted or new, not even an empty folder. */
async function isClean({ git, gitDir, env, files }: Place, kept: readonly string[]): Promise<boolean> {
  if (files.mayHide()) files.distrust()
  const excluded = kept.map((path) => `--exclude=/${path}`)
  const args = ['ls-files', '-z', '-m', '-d', '-o', '--directory', '--exclude-standard', ...excluded]
  const found = await git.bytes([...viewOf(gitDir), ...args], { env })
  return found.length === 0
}
