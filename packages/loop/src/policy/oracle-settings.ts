import { entryOf, textsOf, toPlain, type YamlMapping } from '@gatecycle/plan-model'

/** What verification.yml says about the oracle besides its commands. */
export interface OracleSettings {
  /** Globs of files that belong to the oracle surface beyond the built-in list. */
  readonly surface: readonly string[]
  /** Whether verification runs in a fresh worktree of the candidate. */
  readonly cleanRoom: boolean
}

/** Reads `oracle_surface` and `clean_room` of verification.yml. The linter has already judged its YAML. */
export function oracleSettingsOf(verification: YamlMapping | undefined): OracleSettings {
  const room = entryOf(verification, 'clean_room')?.value
  return {
    surface: textsOf(verification, 'oracle_surface').map(({ value }) => value),
    cleanRoom: room !== undefined && toPlain(room) === true,
  }
}
