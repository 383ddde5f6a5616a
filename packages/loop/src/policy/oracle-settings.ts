import { textsOf, type YamlMapping } from '@gatecycle/plan-model'

/** What verification.yml says about the oracle besides its commands. */
export interface OracleSettings {
  /** Globs of files that belong to the oracle surface beyond the built-in list. */
  readonly surface: readonly string[]
}

/** Reads `oracle_surface` of verification.yml. The linter has already judged its YAML. */
export function oracleSettingsOf(verification: YamlMapping | undefined): OracleSettings {
  return { surface: textsOf(verification, 'oracle_surface').map(({ value }) => value) }
}
