import { chmodSync, copyFileSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Git } from '../../ports.ts'
import { isUntouched, signatureOf, type InPlaceRecord } from './in-place-record.ts'
import { changedPaths, compareAndSwap, createCommit, readRawDiff } from '../objects/repository.ts'

/** A named ref for content that is about to leave the files; a ref of this name holds the same content already. */
export async function keepTree(
  git: Git,
  rescue: string,
  tree: string,
  parents: readonly string[],
): Promise<string> {
  const name = `${rescue}/${tree.slice(0, 12)}`
  const message = `rescue: what lay in the checkout\n\nTree: ${tree}\n`
  const commit = await createCommit(git, { tree, parents: [...parents], message })
  await compareAndSwap(git, name, commit, undefined)
  return name
}

/** Whether some commit under these refs has exactly this tree. */
export async function isKept(git: Git, refs: readonly string[], tree: string): Promise<boolean> {
  const trees = await git.text(['for-each-ref', '--format=%(tree)', ...refs])
  return trees.split('\n').includes(tree)
}

/** The operator's own index as a tree; undefined where it holds what no tree can. */
export async function treeOfIndex(git: Git, gitDir: string): Promise<string | undefined> {
  if (!existsSync(join(gitDir, 'index'))) return undefined
  const copy = join(gitDir, 'gatecycle-index-copy')
  copyFileSync(join(gitDir, 'index'), copy)
  const { exitCode, stdout } = await git.run(['write-tree'], { env: { GIT_INDEX_FILE: copy } })
  rmSync(copy, { force: true })
  return exitCode === 0 ? stdout.trim() : undefined
}

/**
 * Keeps the index where it holds content that none of these commits has: what was staged and then edited on is in no file. Gives the
 * name of its ref.
 */
export async function keepStaged(
  git: Git,
  { gitDir, refs }: { readonly gitDir: string; readonly refs: string },
  commits: readonly [string, ...string[]],
): Promise<string | undefined> {
  let own = await stagedAgainst(git, commits[0])
  for (const commit of commits.slice(1)) {
    if (own.length === 0) return undefined
    const other = new Set(await stagedAgainst(git, commit))
    own = own.filter((entry) => other.has(entry))
  }
  const tree = own.length === 0 ? undefined : await treeOfIndex(git, gitDir)
  return tree === undefined ? undefined : keepTree(git, refs, tree, [commits[0]])
}

/** `<mode> <id> <path>` of what the index has and a commit has not (git-diff-index(1), raw output format). */
async function stagedAgainst(git: Git, commit: string): Promise<readonly string[]> {
  const args = ['diff-index', '--cached', '--raw', '-z', '--no-abbrev', '--no-renames', '--diff-filter=ACMT']
  const staged = readRawDiff(await git.bytes([...args, commit]))
  return staged.map(({ mode, oid, path }) => `${mode} ${oid} ${path}`)
}

/**
 * The operator's files that git does not know as they were: what was changed or is gone is written again from the commit that keeps
 * it, but for what the tree has taken as a file of its own. Gives back the record with what tells them now.
 */
export async function restoreUntracked(
  git: Git,
  record: InPlaceRecord,
  tree: string,
): Promise<InPlaceRecord> {
  const touched = Object.keys(record.untracked).filter((path) => !isUntouched(git.directory, record, path))
  if (touched.length === 0 || record.before === undefined) return record
  const known = new Set(await namesIn(git, tree, touched))
  const untracked = { ...record.untracked }
  for (const path of touched.filter((each) => !known.has(each))) {
    await writeAgain(git, record.before, path)
    untracked[path] = signatureOf(git.directory, path) ?? ''
  }
  return { ...record, untracked }
}

async function namesIn(git: Git, tree: string, paths: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(paths.map(async (path) => git.find(`${tree}:${path}`)))
  return paths.filter((_, at) => found[at] !== undefined)
}

/** A file as a commit has it, with its mode; one that the commit does not have is removed. */
export async function writeAgain(git: Git, commit: string, path: string): Promise<void> {
  const place = join(git.directory, path)
  const entry = await git.text(['ls-tree', '--full-tree', commit, '--', `:(literal)${path}`])
  const mode = entry.slice(0, 6)
  if (mode === '') return rmSync(place, { force: true })
  const bytes = await git.bytes(['cat-file', mode === '120000' ? 'blob' : '--filters', `${commit}:${path}`])
  mkdirSync(dirname(place), { recursive: true })
  rmSync(place, { force: true })
  if (mode === '120000') symlinkSync(Buffer.from(bytes).toString('utf8'), place)
  else writeFileSync(place, bytes)
  if (mode === '100755') chmodSync(place, 0o755)
}

/** Edits of the operator's in the feature folder, back in the files where the run left those as they were; the others are named. */
export async function giveEditsBack(
  git: Git,
  record: InPlaceRecord,
  tree: string,
): Promise<readonly string[]> {
  const { before, began, edits } = record
  if (before === undefined || edits.length === 0) return []
  const changed = new Set((await changedPaths(git, began, tree)).map(({ path }) => path))
  for (const path of edits.filter((each) => !changed.has(each))) await writeAgain(git, before, path)
  return edits.filter((path) => changed.has(path))
}
