import { join, relative, sep } from 'node:path'
import { AppError, type Io } from '@gatecycle/diagnostics'
import { findStateFolder } from '@gatecycle/plan-lint'
import type { ConfigText } from '../../config/parse-config.ts'
import { readIfThere } from '../system/durable-file.ts'
import { createCheckoutGit } from '../git/checkout-git.ts'

/** The config.yml of a state folder as it lies in the checkout. */
export interface RepositoryConfig {
  /** Absolute, whether the file is there or not. */
  readonly path: string
  readonly text: ConfigText | undefined
  /** Whether the file is as the commit that is checked out has it. */
  readonly isCommitted: boolean
}

/** Finds it from any sub-directory; undefined outside of a repository with a state folder, unless one was named. */
export async function findRepositoryConfig(
  io: Io,
  root: string | undefined,
): Promise<RepositoryConfig | undefined> {
  const folder = stateFolderOf(io, root ?? io.env['GATECYCLE_ROOT'])
  if (folder === undefined) return undefined
  const path = join(folder, 'config.yml')
  const text = readIfThere(path)
  const file = relative(io.cwd, path).split(sep).join('/')
  const { stdout } = await createCheckoutGit(folder, io.env).run([
    'status',
    '--porcelain',
    '--ignored',
    '--',
    'config.yml',
  ])
  return {
    path,
    text: text === undefined ? undefined : { from: 'repository', file, text },
    isCommitted: stdout.trim() === '',
  }
}

function stateFolderOf({ cwd }: Io, root: string | undefined): string | undefined {
  try {
    return findStateFolder({ cwd, root })
  } catch (error) {
    if (root === undefined && error instanceof AppError && error.code === 'NO_STATE_FOLDER') return undefined
    throw error
  }
}
