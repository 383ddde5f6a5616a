import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { AppError, type Io } from '@gatecycle/diagnostics'
import { findStateFolder } from '@gatecycle/plan-lint'
import { isFolder, isThere, realPathOf } from '../adapters/system/file-facts.ts'
import { createGitClient } from '../adapters/git/git-client.ts'
import type { Git } from '../ports.ts'
import { stateNames } from '../propose/repository-facts.ts'

/** Where a state folder is, or is to be made. */
export interface InitPlace {
  /** In the folder that holds the state folder. */
  readonly git: Git
  /** That folder from the top of the repository; `.` for the top itself. */
  readonly folder: string
  /** The state folder, absolute. */
  readonly state: string
  /** The state folder from the current directory. */
  readonly shown: string
}

/**
 * The state folder that is named or found above the current directory, inside the repository; else one at its top.
 * Throws an AppError outside of a repository.
 */
export async function findInitPlace(io: Io, root: string | undefined): Promise<InitPlace> {
  const asked = root ?? io.env['GATECYCLE_ROOT']
  const named = asked === undefined ? undefined : namedState(resolve(io.cwd, asked), asked)
  const top = await topOf(io, named === undefined ? io.cwd : dirname(named))
  const state = named ?? stateAbove(io, top) ?? join(top, stateNames[0])
  refuseFile(state)
  const project = dirname(state)
  return {
    git: createGitClient(project, io.env),
    folder: toPath(relative(top, realPathOf(project))) || '.',
    state,
    shown: toPath(relative(io.cwd, state)),
  }
}

/** `--root` names the state folder itself, or the folder that is to hold it. */
function namedState(path: string, asked: string): string {
  const isState = stateNames.some((name) => name === basename(path))
  const project = isState ? dirname(path) : path
  if (!isThere(project)) {
    throw new AppError('PATH_NOT_FOUND', `${asked} does not exist`, { hint: 'check the path' })
  }
  return isState ? path : (stateIn(path) ?? join(path, stateNames[0]))
}

async function topOf(io: Io, directory: string): Promise<string> {
  const { exitCode, stdout } = await createGitClient(directory, io.env).run(['rev-parse', '--show-toplevel'])
  if (exitCode === 0) return realPathOf(stdout.trim())
  throw new AppError('NOT_A_REPOSITORY', `${directory} is in no git repository`, {
    hint: 'git init, then loop init again',
  })
}

function refuseFile(state: string): void {
  if (!isThere(state) || isFolder(state)) return
  throw new AppError('NO_STATE_FOLDER', `${state} is there and is not a folder`, { hint: 'move it away' })
}

/** A state folder above a repository belongs to another one. */
function stateAbove({ cwd }: Io, top: string): string | undefined {
  try {
    const found = realPathOf(findStateFolder({ cwd, root: undefined }))
    return relative(top, found).startsWith('..') ? undefined : found
  } catch (error) {
    if (error instanceof AppError && error.code === 'NO_STATE_FOLDER') return undefined
    throw error
  }
}

function stateIn(folder: string): string | undefined {
  return stateNames.map((name) => join(folder, name)).find((path) => isThere(path))
}

function toPath(path: string): string {
  return path.split(sep).join('/')
}
