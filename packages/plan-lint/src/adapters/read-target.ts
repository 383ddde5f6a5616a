import { dirname, posix, relative, sep } from 'node:path'
import type { LintInput } from '../lint-source.ts'
import type { FeatureTarget } from './find-features.ts'
import { readFeatureSource, readNames } from './read-feature-source.ts'

/** A feature folder on disk as the linter takes it; paths are shown relative to `cwd`, with forward slashes. */
export function readTarget({ directory, isInStateFolder }: FeatureTarget, cwd: string): LintInput {
  const shown = relative(cwd, directory).split(sep).join('/')
  return {
    source: readFeatureSource(directory),
    pathOf: (name) => posix.normalize(posix.join(shown, name)),
    folders: isInStateFolder ? readNames(dirname(directory)) : undefined,
  }
}
