import { type Diagnostic } from '@gatecycle/diagnostics'
import { isSealedLog } from '@gatecycle/event-schema'
import { loadFeature, parseVerification, type FeatureSource, type Verification } from '@gatecycle/plan-model'
import { logName, verificationName } from './lint-context.ts'
import { lintFeature } from './lint-feature.ts'

/** Where a feature's files come from, and what its folder is called on the screen. */
export interface LintInput {
  readonly source: FeatureSource
  /** The path to show for a file that is named as seen from the feature folder. */
  readonly pathOf: (name: string) => string
  /** The names of the feature folders of the state folder; undefined for a folder that lies in none. */
  readonly folders: readonly string[] | undefined
}

export interface LintOutcome {
  readonly diagnostics: readonly Diagnostic[]
  /** The text behind a shown path, for the excerpt below a finding. */
  readonly sourceOf: (shown: string) => string | undefined
}

/** Lints one feature from whatever its files are read from. */
export function lintSource({ source, pathOf, folders }: LintInput): LintOutcome {
  const names = new Map<string, string>()
  const remember = (name: string): string => {
    names.set(pathOf(name), name)
    return pathOf(name)
  }
  const hasSealedLog = (): boolean => isSealedLog(source.read(logName) ?? '')
  const surroundings = folders === undefined ? {} : { folders, verification: readVerification(source) }
  const diagnostics = lintFeature(loadFeature(source), { pathOf: remember, hasSealedLog, ...surroundings })
  const sourceOf = (shown: string): string | undefined => {
    const name = names.get(shown)
    return name === undefined ? undefined : source.read(name)
  }
  return { diagnostics, sourceOf }
}

function readVerification(source: FeatureSource): Verification | 'missing' {
  const text = source.read(verificationName)
  return text === undefined ? 'missing' : parseVerification(text)
}
