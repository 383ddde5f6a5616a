import type { GlobMatcher } from '../judge-changes.ts'
import { configurationGlobs, dependencyGlobs, testGlobs } from './surface-globs.ts'
import { oldPartsOf, partlyGuardedGlobs } from './surface-parts.ts'

/** A changed file that may belong to the oracle surface; the texts are wanted where its parts are judged. */
export interface SurfaceEdit {
  readonly path: string
  readonly before: string | undefined
  readonly after: string | undefined
  /** Whether it, and whether the folder of its project, was there before. */
  readonly wasThere: boolean
  readonly folderWasThere: boolean
}

export interface SurfaceRules {
  /** What the repository itself declares as its surface. */
  readonly declared: readonly string[]
  /** Scripts that the verification commands run. */
  readonly scripts: ReadonlySet<string>
  /** Targets that they ask `make` for. */
  readonly goals: ReadonlySet<string>
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
  const { path, wasThere } = edit
  const isGuarded = !isOfNewProject(edit, rules, matches)
  const whole: SurfaceFinding = {
    path,
    tier: 'configuration',
    old: { kind: wasThere ? 'base' : 'absent' },
  }
  if (isWhole(path, rules, matches) || (!wasThere && goesBefore.test(path)))
    return isGuarded ? whole : undefined
  if (isGuarded && matches(path, partlyGuardedGlobs)) {
    const text = oldTextOf(edit, rules, matches)
    if (text === undefined) return whole
    if (text !== edit.after) return { ...whole, old: { kind: 'text', text } }
  }
  return matches(path, dependencyGlobs) ? { ...whole, tier: 'dependencies' } : undefined
}

/** A project of its own that is new brings its own yardstick; there is no old one for it. */
function isOfNewProject(
  { path, wasThere, folderWasThere }: SurfaceEdit,
  rules: SurfaceRules,
  matches: GlobMatcher,
): boolean {
  return !wasThere && !folderWasThere && !isDeclared(path, rules, matches)
}

function oldTextOf(
  { path, before = '', after }: SurfaceEdit,
  { goals }: SurfaceRules,
  matches: GlobMatcher,
): string | undefined {
  return after === undefined ? undefined : oldPartsOf(path, { before, after, goals }, matches)
}

/** `make` reads the first of `GNUmakefile`, `makefile` and `Makefile` that is there (GNU make, 3.2). */
const goesBefore = /(?:^|\/)(?:GNU)?makefile$/u

/**
 * The folder of the project that a file belongs to, empty for the repository: tools have folders of their own in it, with a dot
 * before the name (`.cargo/config.toml`), which are no projects.
 */
export function projectFolderOf(path: string): string {
  const folders = path.split('/').slice(0, -1)
  const own = folders.findIndex((name) => name.startsWith('.'))
  return folders.slice(0, own === -1 ? folders.length : own).join('/')
}

function isDeclared(path: string, { declared }: SurfaceRules, matches: GlobMatcher): boolean {
  return declared.length > 0 && matches(path, declared)
}

/** A whole file of the surface: declared, well known, or a script that verification runs and that no unit is to make. */
function isWhole(path: string, rules: SurfaceRules, matches: GlobMatcher): boolean {
  const { scripts, produces } = rules
  if (isDeclared(path, rules, matches) || matches(path, configurationGlobs)) return true
  if (!scripts.has(path) || matches(path, testGlobs)) return false
  return !produces.some((glob) => glob === path || matches(path, [glob]))
}
