import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { AppError, exitCodes } from '@gatecycle/diagnostics'
import type { Git } from '../../ports.ts'
import { readIfThere } from '../system/durable-file.ts'

/** One changed file of the operator's checkout; an undefined text is a deletion. */
export interface PendingEdit {
  readonly path: string
  readonly text: string | undefined
}

/** The branch that the operator's checkout is on, or undefined when HEAD is detached. */
export async function checkedOutBranch(git: Git): Promise<string | undefined> {
  const { exitCode, stdout } = await git.run(['symbolic-ref', '--quiet', '--short', 'HEAD'])
  return exitCode === 0 ? stdout.trim() : undefined
}

/** The edits below a folder that are not committed yet, as the files stand. */
export interface PendingEdits {
  readonly edits: readonly PendingEdit[]
  /** Staged in one version and edited in another, or unmerged: which is meant, only the operator knows. */
  readonly unclear: readonly string[]
}

export async function readPendingEdits(git: Git, folder: string): Promise<PendingEdits> {
  const entries = await statusOf(git, folder)
  const unclear = entries.filter(({ code }) => /^[^ ?][^ ]$/u.test(code) || code.includes('U'))
  return {
    edits: entries.map(({ path }) => ({ path, text: readIfThere(join(git.directory, path)) })),
    unclear: unclear.map(({ path }) => path),
  }
}

/** Porcelain v1 with -z (git-status(1)): `XY path` NUL; without renames there is one path each. */
async function statusOf(
  git: Git,
  folder: string,
): Promise<readonly { readonly code: string; readonly path: string }[]> {
  const bytes = await git.bytes([
    'status',
    '--porcelain',
    '-z',
    '--no-renames',
    '--untracked-files=all',
    '--',
    `${folder}/`,
  ])
  return Buffer.from(bytes)
    .toString('utf8')
    .split('\0')
    .filter((entry) => entry !== '')
    .map((entry) => ({ code: entry.slice(0, 2), path: entry.slice(3) }))
}

/** Writes files that were just committed into the checkout and its index; nothing else of either is touched. */
export async function adoptFiles(git: Git, files: ReadonlyMap<string, string | undefined>): Promise<void> {
  for (const [path, text] of files) {
    if (text === undefined) rmSync(join(git.directory, path), { force: true })
    else if (readOrUndefined(join(git.directory, path)) !== text)
      writeFileSync(join(git.directory, path), text)
  }
  const { exitCode, stderr } = await git.run(['reset', '--quiet', '--', ...files.keys()])
  if (exitCode === 0) return
  throw new AppError(
    'INDEX_NOT_UPDATED',
    `the commit is made, but the index of ${git.directory} was not updated: ${stderr.trim()}`,
    {
      hint: `git reset -- ${[...files.keys()].join(' ')}`,
      exitCode: exitCodes.treeInTheWay,
    },
  )
}

function readOrUndefined(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
