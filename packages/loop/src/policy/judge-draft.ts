import {
  canonicalJson,
  mappingOf,
  parseMarkdownFile,
  readGraph,
  textOf,
  toPlain,
  type MarkdownFile,
} from '@gatecycle/plan-model'

interface DraftContext {
  readonly gate: number
  readonly nextGateFile: string | undefined
}

interface Texts {
  readonly before: string | undefined
  readonly after: string | undefined
}

/**
 * What plan-next may write: the next gate's file, its review, units that are drafts, and its own part of the task graph.
 * It says of nothing that it is done or passed: that would be a gate that nobody has to run. Undefined: no draft at all.
 */
export function judgeDraft(
  name: string,
  { gate, nextGateFile }: DraftContext,
  { before, after }: Texts,
): 'allowed' | 'not-a-draft' | undefined {
  const number = String(gate + 1).padStart(2, '0')
  if (name === `GATE-${number}-REVIEW.md`) return 'allowed'
  if (name === (nextGateFile ?? `GATE-${number}.md`)) return hasStatus(after, 'open')
  if (/^WU-[^/]+\.md$/u.test(name)) {
    // Only what was a draft may be drafted anew: an armed unit never is one.
    return before === undefined || statusOf(before) === 'draft' ? hasStatus(after, 'draft') : undefined
  }
  if (name !== 'PLAN.md' || before === undefined || after === undefined) return undefined
  return isSameBut(gate + 1, before, after) ? 'allowed' : undefined
}

function hasStatus(text: string | undefined, status: string): 'allowed' | 'not-a-draft' {
  return text === undefined || statusOf(text) === status ? 'allowed' : 'not-a-draft'
}

function statusOf(text: string): string | undefined {
  return textOf(mappingOf(parseMarkdownFile('', text)), 'status')?.value
}

/** Whether two versions of a plan differ in one gate's part of the graph, and nowhere else. */
function isSameBut(gate: number, before: string, after: string): boolean {
  const view = (text: string): string | undefined => viewWithout(gate, parseMarkdownFile('PLAN.md', text))
  const expected = view(before)
  return expected !== undefined && view(after) === expected
}

function viewWithout(gate: number, plan: MarkdownFile): string | undefined {
  const { blocks, gates, problems } = readGraph(plan)
  const [block] = blocks
  const mapping = mappingOf(plan)
  if (block === undefined || blocks.length > 1 || problems.length > 0 || mapping === undefined)
    return undefined
  return canonicalJson({
    front: toPlain(mapping),
    prose: [plan.text.slice(plan.body.start, block.contentStart), plan.text.slice(block.contentEnd)],
    gates: gates.filter(({ number }) => number?.value !== gate).map((other) => toPlain(other.mapping)),
  })
}
