import type { Git } from '../ports.ts'

/** The commit a name stands for, or undefined when there is no such name. */
export async function resolveCommit(git: Git, name: string): Promise<string | undefined> {
  const { exitCode, stdout } = await git.run([
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${name}^{commit}`,
  ])
  return exitCode === 0 ? stdout.trim() : undefined
}

/** The paths of all files below a folder of a commit or tree, from the top of the repository. */
export async function listFiles(git: Git, commit: string, folder: string): Promise<readonly string[]> {
  const text = await git.text([
    'ls-tree',
    '-r',
    '-z',
    '--full-tree',
    '--name-only',
    commit,
    '--',
    `${folder}/`,
  ])
  return text.split('\0').filter((path) => path !== '')
}

/** The texts of files of a commit, in one call; a path that is not there is missing from the answer. */
export async function readTexts(
  git: Git,
  commit: string,
  paths: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const wanted = paths.filter((path) => !/[\n\r]/u.test(path))
  if (wanted.length === 0) return new Map()
  const bytes = await git.bytes(['cat-file', '--batch'], {
    input: wanted.map((path) => `${commit}:${path}\n`).join(''),
  })
  return splitBatch(Buffer.from(bytes), wanted)
}

/** Output of `cat-file --batch` (git-cat-file(1)): `<oid> <type> <size>` LF content LF, or `<name> missing` LF. */
function splitBatch(bytes: Buffer, paths: readonly string[]): ReadonlyMap<string, string> {
  const texts = new Map<string, string>()
  let at = 0
  for (const path of paths) {
    const end = bytes.indexOf(10, at)
    const header = bytes.toString('utf8', at, end)
    at = end + 1
    const size = /^[0-9a-f]+ blob (?<size>\d+)$/u.exec(header)?.groups?.['size']
    const other = /^[0-9a-f]+ (?:tree|commit|tag) (?<size>\d+)$/u.exec(header)?.groups?.['size']
    if (size !== undefined) texts.set(path, bytes.toString('utf8', at, at + Number(size)))
    const length = size ?? other
    if (length !== undefined) at += Number(length) + 1
  }
  return texts
}

export interface ChangedPath {
  /** A, M, D or T, as git-diff-tree(1) says it. */
  readonly status: string
  readonly path: string
}

/** What differs between two trees or commits, renames as delete and add. */
export async function changedPaths(git: Git, from: string, to: string): Promise<readonly ChangedPath[]> {
  const text = await git.text(['diff-tree', '-r', '-z', '--no-renames', '--name-status', from, to])
  const parts = text.split('\0').filter((part) => part !== '')
  return Array.from({ length: Math.floor(parts.length / 2) }, (_, index) => ({
    status: parts[2 * index] ?? '',
    path: parts[2 * index + 1] ?? '',
  }))
}

/** Moves a ref from one commit to another; false when it was not where we thought. An absent ref is 40 or 64 zeros. */
export async function compareAndSwap(
  git: Git,
  ref: string,
  to: string,
  from: string | undefined,
): Promise<boolean> {
  const zero = '0'.repeat(to.length)
  const { exitCode } = await git.run(['update-ref', '-m', 'gatecycle', ref, to, from ?? zero])
  return exitCode === 0
}

/** Whether the first commit is an ancestor of the second, or the same. */
export async function isAncestor(git: Git, ancestor: string, descendant: string): Promise<boolean> {
  const { exitCode } = await git.run(['merge-base', '--is-ancestor', ancestor, descendant])
  return exitCode === 0
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

/** A commit object; nothing points to it until a ref does. The message goes through stdin, whatever it holds. */
export async function createCommit(
  git: Git,
  commit: {
    readonly tree: string
    readonly parents: readonly string[]
    readonly message: string
    readonly env?: Readonly<Record<string, string>>
  },
): Promise<string> {
  const parents = commit.parents.flatMap((parent) => ['-p', parent])
  return git.text(['commit-tree', commit.tree, ...parents, '-F', '-'], {
    input: commit.message,
    ...(commit.env === undefined ? {} : { env: commit.env }),
  })
}
