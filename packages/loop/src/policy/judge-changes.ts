import { isClosingType, type UnitType } from '@gatecycle/plan-model'
import type { AttemptFailure } from '../machine/unit-attempt.ts'
import { judgeContent, type ContentFacts, type SizeLimits } from './judge-content.ts'
import { quotePath } from './quote-path.ts'
import { judgeStateFile, type StateFileContext, type StateFileVerdict } from './state-files.ts'

/** One changed file of an attempt, with its text where it belongs to the state folder. */
export interface ChangedFile {
  readonly status: string
  readonly path: string
  /** As in a tree; `160000` is a submodule. */
  readonly mode?: string
  readonly before?: string | undefined
  readonly after?: string | undefined
}

/** Matches paths against globs; the shell brings the library. */
export type GlobMatcher = (path: string, globs: readonly string[]) => boolean

export interface ChangeRules extends StateFileContext {
  readonly limits: SizeLimits
  readonly scope: readonly string[]
  readonly protect: readonly string[]
  readonly produces: readonly string[]
}

export type ChangeVerdict =
  | {
      readonly kind: 'accepted'
      /** Quoted where a name needs it: they are written down. */
      readonly files: readonly string[]
      readonly putBack: readonly string[]
      /** Files of which only the key `verdict` is taken. */
      readonly verdictOnly: readonly string[]
    }
  | {
      readonly kind: 'refused'
      readonly outcome: AttemptFailure
      readonly summary: string
      readonly tampering: boolean
    }

/** What closing units document, wherever the plan's scope lies. */
const documents = ['docs/**', '**/*.md', 'CHANGELOG*']

/** Whether the content of an attempt may become a candidate. Pure: facts in, verdict out, in the order of weight. */
export function judgeChanges(
  {
    changes,
    contents,
  }: { readonly changes: readonly ChangedFile[]; readonly contents: readonly ContentFacts[] },
  rules: ChangeRules,
  matches: GlobMatcher,
): ChangeVerdict {
  const state = changes.filter(({ path }) => path.startsWith(`${rules.stateRoot}/`))
  const product = changes
    .filter(({ path }) => !path.startsWith(`${rules.stateRoot}/`))
    .map(({ path }) => path)
  const verdicts = state.map((file) => ({
    file,
    verdict: judgeStateFile(file.path, rules, { before: file.before, after: file.after }),
  }))
  const touched = verdicts.filter(({ verdict }) => verdict === 'tampering').map(({ file }) => file.path)
  if (touched.length > 0) {
    const summary = `plan and verification files are not the agent's to edit: ${namesOf(touched)}`
    return { kind: 'refused', outcome: 'plan_touched', summary, tampering: true }
  }
  const pathsOf = (wanted: StateFileVerdict): readonly string[] =>
    verdicts.filter(({ verdict }) => verdict === wanted).map(({ file }) => file.path)
  const problem =
    moreThanDrafts(pathsOf('not-a-draft')) ??
    outsideScope(product, rules, matches) ??
    judgeContent(contents, rules.limits) ??
    missing(changes, product, rules, matches)
  if (problem !== undefined) return { kind: 'refused', tampering: false, ...problem }
  const putBack = pathsOf('put-back')
  const files = changes.filter(({ path }) => !putBack.includes(path)).map(({ path }) => quotePath(path))
  return { kind: 'accepted', files, putBack, verdictOnly: pathsOf('verdict-only') }
}

function namesOf(paths: readonly string[]): string {
  return paths.map((path) => quotePath(path)).join(', ')
}

interface Problem {
  readonly outcome: AttemptFailure
  readonly summary: string
}

function moreThanDrafts(paths: readonly string[]): Problem | undefined {
  if (paths.length === 0) return undefined
  const summary = `a drafted unit has status draft and a drafted gate status open: ${namesOf(paths)}`
  return { outcome: 'closing_deliverable_missing', summary }
}

function outsideScope(
  paths: readonly string[],
  rules: ChangeRules,
  matches: GlobMatcher,
): Problem | undefined {
  const guarded = paths.filter((path) => rules.protect.length > 0 && matches(path, rules.protect))
  if (guarded.length > 0) {
    return { outcome: 'out_of_scope', summary: `the plan protects ${namesOf(guarded)}: revert it` }
  }
  const allowed = isClosingType(rules.type) ? [...rules.scope, ...documents] : rules.scope
  const outside = rules.scope.length === 0 ? [] : paths.filter((path) => !matches(path, allowed))
  if (outside.length === 0) return undefined
  const summary = `outside the scope (${rules.scope.join(', ')}): ${namesOf(outside)}; revert it, or have the plan's author declare it`
  return { outcome: 'out_of_scope', summary }
}

function missing(
  changes: readonly ChangedFile[],
  product: readonly string[],
  rules: ChangeRules,
  matches: GlobMatcher,
): Problem | undefined {
  if (product.length === 0 && !mayChangeNothing(rules.type)) {
    return { outcome: 'no_deliverable_files', summary: 'no file outside the state folder was changed' }
  }
  const made = changes.filter(({ status }) => status !== 'D').map(({ path }) => path)
  const absent = rules.produces.filter((glob) => !made.some((path) => path === glob || matches(path, [glob])))
  if (absent.length === 0) return undefined
  return {
    outcome: 'deliverable_missing',
    summary: `declared under produces, but not among the changes: ${absent.join(', ')}`,
  }
}

/** A closing unit's work is in the state folder, a QA run's may be its verification. */
function mayChangeNothing(type: UnitType): boolean {
  return isClosingType(type) || type === 'qa_execution'
}
