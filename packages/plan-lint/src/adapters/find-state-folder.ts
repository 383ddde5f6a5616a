import { basename, dirname, join, resolve } from 'node:path'
import { AppError } from '@gatecycle/diagnostics'
import { kindOf } from './kind-of.ts'

/** The names of a state folder; the second is read where the first does not exist. */
const names = ['.gatecycle', '.specfuse'] as const

export interface Where {
  /** The directory that relative paths start from; absolute. */
  readonly cwd: string
  /** The state folder or the repository that holds it, when the user names one. */
  readonly root: string | undefined
}

/** The state folder the user names, else the nearest one above the current directory. Throws an AppError when there is none. */
export function findStateFolder(where: Where): string {
  const named = namedStateFolder(where)
  if (named !== undefined) return named
  for (let at = where.cwd; ; at = dirname(at)) {
    const found = stateFolderIn(at)
    if (found !== undefined) return found
    if (at === dirname(at)) break
  }
  throw new AppError('NO_STATE_FOLDER', `no .gatecycle folder in ${where.cwd} or in any folder above it`, {
    hint: 'go to a repository with plans, name its folder with --root, or make a state folder with loop init',
  })
}

/** The state folder directly inside a directory. */
export function stateFolderIn(directory: string): string | undefined {
  return names.map((name) => join(directory, name)).find((path) => kindOf(path) === 'directory')
}

/** Whether a directory is a state folder, by its name or because the user says so. */
export function isStateFolder(directory: string, where: Where): boolean {
  return names.some((name) => name === basename(directory)) || directory === namedStateFolder(where)
}

function namedStateFolder({ cwd, root }: Where): string | undefined {
  if (root === undefined) return undefined
  const directory = resolve(cwd, root)
  const inside = stateFolderIn(directory)
  if (inside !== undefined) return inside
  if (kindOf(join(directory, 'features')) === 'directory') return directory
  throw new AppError('NO_STATE_FOLDER', `${root} is neither a state folder nor a repository that has one`, {
    hint: 'a state folder is called .gatecycle and holds a folder "features"; see --root and GATECYCLE_ROOT',
  })
}
