import type { EventPayloads, SealedEvent } from '@gatecycle/event-schema'
import type { Gate, Unit } from '@gatecycle/plan-model'
import { sayAnswer, type CommandResult } from './command-result.ts'

/** A command that was red before any work, as the log has it. */
export type RedEntry = NonNullable<EventPayloads['baseline_probed']['red']>[number]

/** A red command that somebody tolerates until a unit has repaired it. */
export interface Waiver extends RedEntry {
  readonly actor: string
}

const mostNames = 2000

/** A red command of the baseline with what is known of its failure, and the units that are to repair it. */
export function toRedEntry(result: CommandResult, units: readonly Unit[]): RedEntry {
  const { set, name, tests } = result
  const failing = tests?.failing.map(({ id }) => id) ?? []
  // A list that is not whole would turn an old failure into a new one.
  const isWhole =
    tests !== undefined &&
    failing.length > 0 &&
    failing.length === tests.failed &&
    failing.length <= mostNames
  return {
    entry: `${set}/${name}`,
    answer: result.answer === 'could_not_run' || result.answer === 'timed_out' ? result.answer : 'failed',
    failed: tests?.failed ?? null,
    tests: isWhole ? [...new Set(failing)] : null,
    repaired_by: units.filter((unit) => isOpen(unit) && repairs(unit, set, name)).map(({ id }) => id),
  }
}

/** Whether a unit is to repair a command: `tests`, or `code/tests` where two sets have one of that name. */
export function repairs(unit: Pick<Unit, 'repairs'>, set: string, name: string): boolean {
  return unit.repairs.some((wanted) => wanted === name || wanted === `${set}/${name}`)
}

/**
 * The commands that a unit need not mend: red before any work, and to be repaired by another unit that is still to come. Who armed the
 * gate has tolerated them, for the plan that was armed says so.
 */
export function waiversFor(events: readonly SealedEvent[], gate: Gate, unit: Unit): readonly Waiver[] {
  const probe = events.findLast(
    (event) => event.event_type === 'baseline_probed' && event.payload.gate === gate.number,
  )
  const arm = events.findLast(
    (event) => event.event_type === 'gate_armed' && event.payload.gate === gate.number,
  )
  const actor = arm?.event_type === 'gate_armed' ? arm.payload.actor : undefined
  if (probe?.event_type !== 'baseline_probed' || actor === undefined) return []
  return (probe.payload.red ?? []).flatMap((red) => {
    const ahead = gate.units.filter((other) => other.id !== unit.id && isOpen(other))
    const repaired_by = red.repaired_by.filter((id) => ahead.some((other) => other.id === id))
    return repaired_by.length === 0 || red.repaired_by.includes(unit.id)
      ? []
      : [{ ...red, repaired_by, actor }]
  })
}

/** The answer of a command under its waiver: only what did not fail before any work counts. */
export function judgeWaived(result: CommandResult, waivers: readonly Waiver[]): CommandResult {
  const waiver = waivers.find(({ entry }) => entry === `${result.set}/${result.name}`)
  if (waiver === undefined || result.answer !== waiver.answer) return result
  const until = `red before any work; ${waiver.repaired_by.join(', ')} repairs it; tolerated by ${waiver.actor}`
  if (waiver.tests === null) return judgeCounts(result, waiver, until)
  const { tests } = result
  if (tests === undefined || tests.failing.length !== tests.failed) {
    return {
      ...result,
      reason: `${sayAnswer(result)}; which tests failed cannot be told from those before any work`,
    }
  }
  const known = new Set(waiver.tests)
  const failing = tests.failing.filter(({ id }) => !known.has(id))
  if (failing.length === 0) return { ...result, answer: 'waived', reason: until, compared: true }
  return {
    ...result,
    tests: { ...tests, failing },
    reason: `fails in ${failing.length} tests that did not fail before any work`,
  }
}

/** Without names only numbers can be held against each other; without numbers, nothing. */
function judgeCounts(result: CommandResult, { failed }: Waiver, until: string): CommandResult {
  const now = result.tests?.failed
  if (failed === null || now === undefined)
    return { ...result, answer: 'waived', reason: `${until}; nothing to compare` }
  if (now <= failed) return { ...result, answer: 'waived', reason: until, compared: true }
  return { ...result, reason: `fails in ${now} tests; before any work it were ${failed}` }
}

function isOpen({ status }: Unit): boolean {
  return status !== 'done' && status !== 'abandoned'
}
