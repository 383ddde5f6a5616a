import type { TestSet } from './test-sets.ts'

/** Tests of one command that ran before and do not any more. */
export interface Shrinkage {
  readonly entry: string
  /** How many ran before, and now; undefined where it can no longer be read. */
  readonly before: number
  readonly after: number | undefined
  /** Names that are gone; empty where the runner names none. */
  readonly lost: readonly string[]
  /** Names that are still there and no longer run, or are expected to fail now. */
  readonly silenced: readonly string[]
}

/** What a unit may take away: nothing, tests whose names hold one of these texts, or any. */
export type RemovableTests = true | readonly string[]

/**
 * The tests that a tree lost against the one before, command by command. A test that another command runs now is not lost. `answered` are
 * the commands that ran: one that was left out on purpose lost nothing.
 */
export function shrinkageOf(
  before: readonly TestSet[],
  after: readonly TestSet[],
  answered: ReadonlySet<string>,
): readonly Shrinkage[] {
  const running = new Set(after.flatMap(namesRun))
  const known = new Set(after.flatMap(({ cases = [] }) => cases.map(({ id }) => id)))
  return before
    .filter(({ entry, executed }) => answered.has(entry) && executed > 0)
    .flatMap((old) => {
      const now = after.find(({ entry }) => entry === old.entry)
      const isNamed = old.cases !== undefined && now?.cases !== undefined
      const gone = isNamed ? namesRun(old).filter((id) => !running.has(id)) : []
      const shrunk = isNamed ? gone.length > 0 : (now?.executed ?? -1) < old.executed
      if (!shrunk) return []
      const lost = gone.filter((id) => !known.has(id))
      const silenced = gone.filter((id) => known.has(id))
      return [{ entry: old.entry, before: old.executed, after: now?.executed, lost, silenced }]
    })
}

/** Whether the plan said that these tests would go. */
export function isDeclared({ lost, silenced }: Shrinkage, removable: RemovableTests): boolean {
  if (removable === true) return true
  const names = [...lost, ...silenced]
  // Without names nobody can say which tests they were: any declaration stands for them.
  if (names.length === 0) return removable.length > 0
  return names.every((id) => removable.some((text) => id.includes(text)))
}

/** Shrinkage in words, for a person and for the next attempt. */
export function describeShrinkage({ entry, before, after, lost, silenced }: Shrinkage): string {
  const now = after === undefined ? 'and how many now cannot be read' : `${after} now`
  const parts = [
    `${entry}: ${before} tests ran before, ${now}`,
    ...(lost.length === 0 ? [] : [`gone: ${listed(lost)}`]),
    ...(silenced.length === 0 ? [] : [`no longer run: ${listed(silenced)}`]),
  ]
  return parts.join('; ')
}

const shown = 10

function listed(names: readonly string[]): string {
  const more = names.length > shown ? ` and ${names.length - shown} more` : ''
  return `${names.slice(0, shown).join(', ')}${more}`
}

function namesRun({ cases = [] }: TestSet): readonly string[] {
  return cases.flatMap(({ id, outcome }) => (outcome === 'passed' || outcome === 'failed' ? [id] : []))
}
