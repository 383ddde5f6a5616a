import { entryOf, mappingOf, type FeatureFolder } from '@gatecycle/plan-model'
import { viewGates, type GateView } from '../plan-view.ts'
import type { Finding, Rule } from '../rule.ts'

export const requireReview: Rule = {
  code: 'PL210',
  name: 'require-review',
  severity: 'warning',
  summary: 'A gate that an agent drafted has a review file that lists its open questions.',
  judges: 'open-features',

  *check(folder) {
    const gates = viewGates(folder)
    for (const gate of gates) {
      const before = gates[gate.index - 1]
      const wasDrafted = before?.units.some(({ type, status }) => type === 'plan-next' && status === 'done')
      if (gate.status !== 'open' || gate.units.length === 0 || wasDrafted !== true) continue
      yield* checkReview(folder, gate)
    }
  },
}

function* checkReview({ reviews }: FeatureFolder, { entry, label }: GateView): Iterable<Finding> {
  const name = `GATE-${String(entry.number?.value ?? 0).padStart(2, '0')}-REVIEW.md`
  const review = reviews.get(name)
  if (review === undefined) {
    yield {
      file: 'PLAN.md',
      range: entry.range,
      message: `${label} was drafted by an agent, and there is no ${name}`,
      hint: 'read the draft with care: nothing says what its author was unsure of',
    }
    return
  }
  const questions = entryOf(mappingOf(review), 'open_questions')
  if (questions?.value.kind === 'sequence') return
  yield {
    file: name,
    range: questions?.value.range ?? { start: { line: 1, column: 1 }, end: { line: 1, column: 1 } },
    message:
      questions === undefined ? 'the review has no `open_questions`' : '`open_questions` is not a list',
    hint: 'write the questions as a list; `open_questions: []` says that there are none',
  }
}
