import { isAbsolute, posix, relative, sep } from 'node:path'
import { AppError, type Io } from '@gatecycle/diagnostics'
import type { LintInput } from '../lint-source.ts'
import { stagedFeatures } from '../staged-features.ts'
import { readIndex } from './read-index.ts'

/** The features to lint as the next commit will have them: those of the paths, or those that it changes. */
export function stagedTargets(paths: readonly string[], io: Pick<Io, 'cwd' | 'env'>): readonly LintInput[] {
  const index = readIndex(io)
  const named = paths.map((path) => {
    const local = (isAbsolute(path) ? relative(io.cwd, path) : path).split(sep).join('/')
    const fromTop = posix.join(index.prefix, local).replace(/\/$/u, '')
    if (!fromTop.startsWith('..')) return fromTop
    throw new AppError('NOT_A_PLAN', `${path} is outside of this repository`)
  })
  return stagedFeatures(index, paths.length === 0 ? undefined : named)
}
