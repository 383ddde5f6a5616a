import type { GlobMatcher } from '../judge-changes.ts'
import { configurationGlobs, dependencyGlobs, testGlobs } from './surface-globs.ts'
import { oldPartsOf, partlyGuardedGlobs } from './surface-parts.ts'

/** A changed file that may belong to the oracle surface; the texts are wanted where its parts are judged. */
export interface SurfaceEdit {
  readonly path: string
  readonly before: string | undefined
  readonly after: string | undefined
  /** Whether it, and whether its folder, was there before. */
  readonly wasThere: boolean
  readonly folderWasThere: boolean
}

export interface SurfaceRules {
  /** What the repository itself declares as its surface. */
  readonly declared: readonly string[]
  /** Scripts that the verification commands run. */
  readonly scripts: ReadonlySet<string>
  /** What the unit has to make: a declared product is no yardstick. */
  readonly produces: readonly string[]
}

/** How the old version of a file is made: the file of the base, its absence, or a text with some parts of the base. */
export type OldVersion =
  | { readonly kind: 'base' }
  | { readonly kind: 'absent' }
  | { readonly kind: 'text'; readonly text: string }

export interface SurfaceFinding {
  readonly path: string
  /** `configuration`: the old version has to pass as well. `dependencies`: told, nothing more. */
  readonly tier: 'configuration' | 'dependencies'
  readonly old: OldVersion
}

/** Whether a path can belong to the surface at all: everything else needs no text. */
export function mayBeSurface(path: string, rules: SurfaceRules, matches: GlobMatcher): boolean {
  return isWhole(path, rules, matches) || matches(path, partlyGuardedGlobs) || matches(path, dependencyGlobs)
}

/** What an attempt has changed of the oracle surface, each with the old version that has to pass too. Pure. */
export function judgeSurface(
  edits: readonly SurfaceEdit[],
  rules: SurfaceRules,
  matches: GlobMatcher,
): readonly SurfaceFinding[] {
  return edits.flatMap((edit) => judgeEdit(edit, rules, matches) ?? [])
}

function judgeEdit(edit: SurfaceEdit, rules: SurfaceRules, matches: GlobMatcher): SurfaceFinding | undefined {
  const { path, before, after, wasThere, folderWasThere } = edit
  // A project of its own that is new brings its own yardstick; there is no old one for it.
  const isNewProject = !wasThere && !folderWasThere
  const whole: OldVersion = wasThere ? { kind: 'base' } : { kind: 'absent' }
  if (isWhole(path, rules, matches)) {
    return isNewProject ? undefined : { path, tier: 'configuration', old: whole }
  }
  if (matches(path, partlyGuardedGlobs) && !isNewProject) {
    const text = after === undefined ? undefined : oldPartsOf(path, before ?? '', after, matches)
    if (text === undefined) return { path, tier: 'configuration', old: whole }
    if (text !== after) return { path, tier: 'configuration', old: { kind: 'text', text } }
  }
  return matches(path, dependencyGlobs) ? { path, tier: 'dependencies', old: whole } : undefined
}

/** A whole file of the surface: declared, well known, or a script that verification runs and that no unit is to make. */
function isWhole(path: string, { declared, scripts, produces }: SurfaceRules, matches: GlobMatcher): boolean {
  if (declared.length > 0 && matches(path, declared)) return true
  if (matches(path, configurationGlobs)) return true
  if (!scripts.has(path) || matches(path, testGlobs)) return false
  return !produces.some((glob) => glob === path || matches(path, [glob]))
}
