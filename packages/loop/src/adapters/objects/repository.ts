import type { Git } from '../../ports.ts'
import { gitFailed } from '../git/git-process.ts'
import { decodePath, splitNul } from '../git/path-bytes.ts'
import { listTreeFiles } from './tree-files.ts'

/** The commit a name stands for, or undefined when there is no such name. */
export async function resolveCommit(git: Git, name: string): Promise<string | undefined> {
  const found = await git.find(`${name}^{commit}`)
  return found?.id
}

/** The paths of all files below a folder of a commit or tree, from the top of the repository. */
export async function listFiles(git: Git, commit: string, folder: string): Promise<readonly string[]> {
  return [...(await listTreeFiles(git, commit, folder)).keys()]
}

/** The texts of files of a commit; a path that is not there is missing from the answer. */
export async function readTexts(
  git: Git,
  commit: string,
  paths: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const found = await Promise.all(
    paths.map(async (path) => ({ path, object: await git.read(`${commit}:${path}`) })),
  )
  return new Map(
    found.flatMap(({ path, object }) =>
      object?.type === 'blob' ? [[path, Buffer.from(object.bytes).toString('utf8')] as const] : [],
    ),
  )
}

/** Whether a commit or tree has a file or a folder at a path. */
export async function isInTree(git: Git, tree: string, path: string): Promise<boolean> {
  return (await git.find(`${tree}:${path}`)) !== undefined
}

export interface ChangedPath {
  /** A, M, D or T, as git-diff-tree(1) says it. */
  readonly status: string
  /** Every byte of it told apart, also where it is no UTF-8 (`decodePath`). */
  readonly path: string
  /** As in a tree, for example `100644`; six zeros where it was removed. */
  readonly mode: string
  readonly oid: string
}

/** What was last found between two trees, by their ids: those never stand for anything else. */
const found = new WeakMap<Git, { readonly between: string; readonly paths: readonly ChangedPath[] }>()

/** What differs between two trees or commits, renames as delete and add. */
export async function changedPaths(git: Git, from: string, to: string): Promise<readonly ChangedPath[]> {
  const [before, after] = await Promise.all([git.find(`${from}^{tree}`), git.find(`${to}^{tree}`)])
  if (before === undefined || after === undefined) return diffTrees(git, from, to)
  if (before.id === after.id) return []
  const between = `${before.id} ${after.id}`
  const known = found.get(git)
  if (known?.between === between) return known.paths
  const paths = await diffTrees(git, before.id, after.id)
  found.set(git, { between, paths })
  return paths
}

async function diffTrees(git: Git, from: string, to: string): Promise<readonly ChangedPath[]> {
  return readRawDiff(
    await git.bytes(['diff-tree', '-r', '-z', '--no-renames', '--raw', '--no-abbrev', from, to]),
  )
}

/** Git's raw diff output with `-z` and whole ids. */
export function readRawDiff(bytes: Uint8Array): readonly ChangedPath[] {
  const parts = splitNul(bytes).map(decodePath)
  return Array.from({ length: Math.floor(parts.length / 2) }, (_, index) =>
    toChangedPath(parts[2 * index] ?? '', parts[2 * index + 1] ?? ''),
  )
}

/** `:<mode> <mode> <oid> <oid> <status>` (git-diff-tree(1), raw output format) and a path. */
export function toChangedPath(facts: string, path: string): ChangedPath {
  const [, mode = '', , oid = '', status = ''] = facts.split(' ')
  return { status, path, mode, oid }
}

/**
 * Moves a ref from one commit to another, or from nothing where `from` is undefined; false when it was not where we thought.
 * Throws where git could not do it: then nobody moved it.
 */
export async function compareAndSwap(
  git: Git,
  ref: string,
  to: string,
  from: string | undefined,
): Promise<boolean> {
  return swapRefs(git, [{ ref, to, from }])
}

/** Makes a branch that is not there yet; false where it is, or where git allows no such name. */
export async function createBranch(git: Git, name: string, commit: string): Promise<boolean> {
  if ((await git.run(['check-ref-format', '--branch', name])).exitCode !== 0) return false
  return compareAndSwap(git, `refs/heads/${name}`, commit, undefined)
}

/** Where a ref is to go; without `from` it may stand anywhere, an undefined `from` says that it is not there. */
export interface RefMove {
  readonly ref: string
  readonly to: string
  readonly from?: string | undefined
  /** The ref itself, whatever it points to. */
  readonly isDetached?: boolean
}

/** Moves several refs, all or none; false when one was not where we thought. */
export async function swapRefs(git: Git, moves: readonly RefMove[]): Promise<boolean> {
  const lines = moves.map((move) => {
    const from = 'from' in move ? ` ${move.from ?? '0'.repeat(move.to.length)}` : ''
    return `${isMovedItself(move) ? 'option no-deref\n' : ''}update ${move.ref} ${move.to}${from}\n`
  })
  const args = ['update-ref', '-m', 'gatecycle', '--stdin']
  const answer = await git.run(args, { input: lines.join('') })
  if (answer.exitCode === 0) return true
  if (saysItIsElsewhere(answer.stderr)) return false
  for (const move of moves) {
    if ('from' in move && (await git.find(move.ref))?.id !== move.from) return false
  }
  throw gitFailed(args, answer)
}

/** None of the driver's own refs stands for another one: whoever turned it into such a one is not to have that one moved. */
function isMovedItself({ ref, isDetached = false }: RefMove): boolean {
  return isDetached || ref.startsWith('refs/gatecycle/')
}

/** Git's words, in the language C, for a ref that stands elsewhere, is there already, is gone, or is moved by somebody right now. */
export function saysItIsElsewhere(said: string): boolean {
  return /but expected|already exists|unable to resolve|File exists/u.test(said)
}

/** Whether the first commit is an ancestor of the second, or the same. "Cannot say" is not "no", and is thrown. */
export async function isAncestor(git: Git, ancestor: string, descendant: string): Promise<boolean> {
  const args = ['merge-base', '--is-ancestor', ancestor, descendant]
  const answer = await git.run(args)
  if (answer.exitCode > 1) throw gitFailed(args, answer)
  return answer.exitCode === 0
}

/** The working trees of the repository and the branch each has checked out. */
export async function listWorktrees(
  git: Git,
): Promise<readonly { readonly path: string; readonly branch: string | undefined }[]> {
  const text = await git.text(['worktree', 'list', '--porcelain', '-z'])
  return text.split('\0\0').flatMap((block) => {
    const lines = block.split('\0')
    const path = lines.find((line) => line.startsWith('worktree '))?.slice('worktree '.length)
    const branch = lines.find((line) => line.startsWith('branch '))?.slice('branch '.length)
    return path === undefined ? [] : [{ path, branch }]
  })
}

/** What a commit is made of. */
export interface CommitOrder {
  readonly tree: string
  readonly parents: readonly string[]
  readonly message: string
}

/** A commit object; nothing points to it until a ref does. The message may hold anything but NUL. */
export async function createCommit(git: Git, commit: CommitOrder): Promise<string> {
  const bytes = await renderCommit(git, commit)
  if (bytes !== undefined) {
    const [id = ''] = await git.write([{ type: 'commit', bytes }])
    return id
  }
  const parents = commit.parents.flatMap((parent) => ['-p', parent])
  return git.text(['commit-tree', commit.tree, ...parents, '-F', '-'], { input: commit.message })
}

/** As git-commit-tree(1) writes it; undefined where more is asked for than that: another encoding, no name. */
async function renderCommit(git: Git, { tree, parents, message }: CommitOrder): Promise<Buffer | undefined> {
  const [author, committer] = await Promise.all([git.ident('author'), git.ident('committer')])
  const encoding = await git.config(['--get', 'i18n.commitEncoding'])
  const isUsual = encoding.exitCode === 1 && !message.includes('\0')
  if (!isUsual || author === undefined || committer === undefined) return undefined
  const seconds = Math.floor(Date.now() / 1000)
  const lines = [
    `tree ${tree}`,
    ...parents.map((parent) => `parent ${parent}`),
    `author ${author.who} ${seconds} ${author.zone}`,
    `committer ${committer.who} ${seconds} ${committer.zone}`,
  ]
  return Buffer.from(`${lines.join('\n')}\n\n${message.endsWith('\n') ? message : `${message}\n`}`)
}
