import { plural } from '@gatecycle/diagnostics'
import { isClosingType, promptStatuses, type UnitStatus } from '@gatecycle/plan-model'
import { viewGates } from '../plan-view.ts'
import type { Rule } from '../rule.ts'

export const noNeedlessGate: Rule = {
  code: 'PL208',
  name: 'no-needless-gate',
  severity: 'warning',
  summary: 'A feature that was planned with four units of work or fewer is one gate.',
  judges: 'open-features',

  *check(folder) {
    const gates = viewGates(folder)
    const drafted = gates.filter(({ units }) => units.length > 0)
    const [, second] = drafted
    // An undrafted gate means more is to come, and what has begun is not planned again.
    if (
      second === undefined ||
      drafted.length < gates.length ||
      gates.some(({ status }) => status !== 'open')
    )
      return
    const units = drafted.flatMap((gate) => gate.units)
    if (units.some(({ type, status }) => type === undefined || !hasYetToRun(status))) return
    const work = units.filter(({ type }) => type !== undefined && !isClosingType(type)).length
    if (work > 4) return
    yield {
      file: 'PLAN.md',
      range: second.entry.range,
      message: `${plural(work, 'unit')} of work ${work === 1 ? 'is' : 'are'} spread over ${drafted.length} gates`,
      hint: 'make it one gate that ends in `close`: each further gate costs two closing units and a review',
    }
  },
}

function hasYetToRun(status: UnitStatus | undefined): boolean {
  return status !== undefined && promptStatuses.includes(status)
}
