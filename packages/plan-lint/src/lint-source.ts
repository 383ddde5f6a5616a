import { type Diagnostic } from '@gatecycle/diagnostics'
import { loadFeature, parseVerification, type FeatureSource } from '@gatecycle/plan-model'
import { verificationName, type LintContext } from './lint-context.ts'
import { lintFeature } from './lint-feature.ts'

/** Where a feature's files come from, and what its folder is called on the screen. */
export interface LintInput {
  readonly source: FeatureSource
  /** The path to show for a file that is named as seen from the feature folder. */
  readonly pathOf: (name: string) => string
  /** A folder that lies in no state folder has no verification file to judge. */
  readonly isInStateFolder: boolean
}

export interface LintOutcome {
  readonly diagnostics: readonly Diagnostic[]
  /** The text behind a shown path, for the excerpt below a finding. */
  readonly sourceOf: (shown: string) => string | undefined
}

/** Lints one feature from whatever its files are read from. */
export function lintSource({ source, pathOf, isInStateFolder }: LintInput): LintOutcome {
  const names = new Map<string, string>()
  const remember = (name: string): string => {
    names.set(pathOf(name), name)
    return pathOf(name)
  }
  const context = { pathOf: remember, ...(isInStateFolder && readSurroundings(source)) }
  const diagnostics = lintFeature(loadFeature(source), context)
  const sourceOf = (shown: string): string | undefined => {
    const name = names.get(shown)
    return name === undefined ? undefined : source.read(name)
  }
  return { diagnostics, sourceOf }
}

function readSurroundings(source: FeatureSource): Pick<LintContext, 'verification'> {
  const text = source.read(verificationName)
  return { verification: text === undefined ? 'missing' : parseVerification(text) }
}
