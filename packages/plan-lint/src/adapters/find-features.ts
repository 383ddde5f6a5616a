import { basename, dirname, join, relative, resolve } from 'node:path'
import { AppError } from '@gatecycle/diagnostics'
import { findStateFolder, isStateFolder, stateFolderIn, type Where } from './find-state-folder.ts'
import { kindOf } from './kind-of.ts'
import { readNames } from './read-feature-source.ts'

/** A feature folder, and whether it lies in a state folder with a verification file of its own. */
export interface FeatureTarget {
  /** Absolute. */
  readonly directory: string
  readonly isInStateFolder: boolean
}

/**
 * The feature folders that some paths stand for, each once, sorted: a feature folder, a file in one, a state folder,
 * a repository; without paths all features of the nearest state folder above. Throws an AppError for a path that is none.
 */
export function findFeatures(paths: readonly string[], where: Where): readonly FeatureTarget[] {
  const found =
    paths.length === 0
      ? featuresIn(findStateFolder(where), where)
      : paths.flatMap((path) => featuresAt(path, where))
  const byDirectory = new Map(found.map((target) => [target.directory, target]))
  return [...byDirectory.values()].toSorted((a, b) => (a.directory < b.directory ? -1 : 1))
}

function featuresAt(path: string, where: Where): readonly FeatureTarget[] {
  const absolute = resolve(where.cwd, path)
  const kind = kindOf(absolute)
  if (kind === undefined) {
    throw new AppError('PATH_NOT_FOUND', `${path} does not exist`, { hint: 'check the path' })
  }
  const stateFolder = kind === 'directory' ? stateFolderIn(absolute) : undefined
  if (stateFolder !== undefined) return featuresIn(stateFolder, where)
  const folder = kind === 'directory' ? absolute : dirname(absolute)
  const inside = featuresAbove(folder, where)
  if (inside !== undefined) return inside
  if (kindOf(join(folder, 'PLAN.md')) === 'file') return [{ directory: folder, isInStateFolder: false }]
  throw new AppError('NOT_A_PLAN', `${path} belongs to no plan`, {
    hint: 'name a feature folder, a file in one, a state folder (.gatecycle) or a repository that has one',
  })
}

/** What a folder inside a state folder stands for: its feature, or all of them. */
function featuresAbove(folder: string, where: Where): readonly FeatureTarget[] | undefined {
  for (let at = folder; at !== dirname(at); at = dirname(at)) {
    const features = dirname(at)
    if (basename(features) === 'features' && isStateFolder(dirname(features), where)) {
      return [{ directory: at, isInStateFolder: true }]
    }
    if (isStateFolder(at, where)) return featuresIn(at, where)
  }
  return undefined
}

function featuresIn(stateFolder: string, { cwd }: Where): readonly FeatureTarget[] {
  const features = join(stateFolder, 'features')
  const targets = readNames(features)
    .map((name) => join(features, name))
    .filter((directory) => kindOf(directory) === 'directory' && isFeatureFolder(directory))
    .map((directory) => ({ directory, isInStateFolder: true }))
  if (targets.length > 0) return targets
  throw new AppError('NO_FEATURES', `no feature folder in ${relative(cwd, features) || '.'}`, {
    hint: 'a feature is a folder such as features/FEAT-2026-0001-health-endpoint with a PLAN.md',
  })
}

/** A folder named like a feature is one even where its plan is missing: that is a finding, not a reason to look away. */
function isFeatureFolder(directory: string): boolean {
  if (/^(?:FEAT|INIT)-/u.test(basename(directory))) return true
  return readNames(directory).some((name) => /^(?:PLAN|GATE-\d+|WU-.*)\.md$/u.test(name))
}
