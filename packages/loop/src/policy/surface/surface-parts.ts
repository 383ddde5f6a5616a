import { withOldOptions } from './compiler-options.ts'
import { conftestParts } from './conftest-parts.ts'
import { withOldMakeParts } from './makefile-parts.ts'
import { blocks, elements, sections } from './part-grammars.ts'
import { withOldScripts } from './package-scripts.ts'
import { spliceParts, type PartGrammar } from './splice-parts.ts'

/** A file of which only parts decide how strictly commands look; the rest may change. */
interface PartlyGuarded {
  readonly glob: string
  /** The file as it is after, with the guarded parts as they were before; undefined where it cannot be taken apart. */
  readonly old: (before: string, after: string, goals: ReadonlySet<string>) => string | undefined
}

/** The guarded parts are known: they go back, all else stays as it is after. */
const guard = (grammar: PartGrammar): PartlyGuarded['old'] => {
  return (before, after) => spliceParts(after, before, grammar)
}

/** The free parts are known: they stay as they are after, all else goes back. */
const free = (grammar: PartGrammar): PartlyGuarded['old'] => {
  return (before, after) => spliceParts(before, after, grammar)
}

const pythonTools =
  /^(?:tool[.:])?(?:pytest|ruff|mypy|coverage|black|isort|flake8|pylint|pyright|basedpyright|tox|testenv|nox|bandit|pydocstyle|pycodestyle|ty|hypothesis|hatch\.envs|pdm\.scripts|poe|taskipy|pixi\.tasks)(?:$|[.:])/u
const rustTables = /^(?:lints|workspace\.lints|profile|test|bench|lib)(?:$|\.)/u
const mavenElements =
  /^project\/(?:build|profiles|reporting|properties\/(?:skip[\w.]*|maven\.test[\w.]*|surefire[\w.]*|failsafe[\w.]*|jacoco[\w.]*|checkstyle[\w.]*))$/u
const gradleDependencies =
  /^(?:dependencies|plugins|repositories|buildscript|pluginManagement|dependencyManagement)$/u
const testCommands =
  /^(?:add_test|set_tests_properties|set_property|enable_testing|include|\w+_discover_tests|\w+_add_tests|add_compile_options|target_compile_options)$/iu

/** The files that count by their parts, each with the grammar of its parts. */
const table: readonly PartlyGuarded[] = [
  { glob: '**/package.json', old: withOldScripts },
  { glob: '**/{ts,js}config{,.*}.json', old: withOldOptions },
  { glob: '**/pyproject.toml', old: guard(sections((name) => pythonTools.test(name))) },
  { glob: '**/conftest.py', old: withOldConftest },
  { glob: '**/setup.cfg', old: guard(sections((name) => pythonTools.test(name))) },
  { glob: '**/Cargo.toml', old: guard(sections((name) => rustTables.test(name))) },
  { glob: '**/pom.xml', old: guard(elements((path) => mavenElements.test(path))) },
  { glob: '**/build.gradle{,.kts}', old: free(blocks('{}', (name) => gradleDependencies.test(name))) },
  { glob: '**/{GNUm,m,M}akefile', old: withOldMakeParts },
  {
    glob: '**/CMakeLists.txt',
    old: guard(blocks('()', (name, line) => testCommands.test(name) && isAboutTests(line))),
  },
]

function withOldConftest(before: string, after: string): string | undefined {
  const grammar = conftestParts(before, after)
  return grammar === undefined ? undefined : spliceParts(after, before, grammar)
}

/** Several CMake commands serve many ends; these two only where they name tests. */
function isAboutTests(line: string): boolean {
  if (/^set_property/iu.test(line)) return /\bTEST\b/u.test(line)
  return /^include\b/iu.test(line) ? /\b(?:CTest|GoogleTest|Catch)\b/u.test(line) : true
}

/** Globs of the files that count by their parts. */
export const partlyGuardedGlobs: readonly string[] = table.map(({ glob }) => glob)

/** A file in two versions, and the targets that verification commands ask `make` for. */
export interface PartTexts {
  readonly before: string
  readonly after: string
  readonly goals: ReadonlySet<string>
}

/** The old version of such a file; undefined where the whole old file has to serve. Pure. */
export function oldPartsOf(
  path: string,
  { before, after, goals }: PartTexts,
  matches: (path: string, globs: readonly string[]) => boolean,
): string | undefined {
  const found = table.find(({ glob }) => matches(path, [glob]))
  const old = found?.old(before, after, goals)
  // White space alone decides nothing, and must not make two versions of one file.
  return old !== undefined && withoutSpace(old) === withoutSpace(after) ? after : old
}

function withoutSpace(text: string): string {
  return text.replaceAll(/\s+/gu, '')
}
