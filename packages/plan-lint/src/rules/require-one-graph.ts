import { startOfFile } from '@gatecycle/diagnostics'
import type { MarkdownFile } from '@gatecycle/plan-model'
import type { Rule } from '../rule.ts'

export const requireOneGraph: Rule = {
  code: 'PL104',
  name: 'require-one-graph',
  severity: 'error',
  summary: '`PLAN.md` holds exactly one task graph: a YAML block with a list of gates that can be read.',
  judges: 'every-feature',

  *check({ plan, graph }) {
    if (plan === undefined || isSwallowed(plan)) return
    const [first, ...others] = graph.blocks
    if (first === undefined) {
      yield {
        file: plan.name,
        range: startOfFile,
        message: 'the plan has no task graph',
        hint: 'add a fenced ```yaml block with a top-level list `gates:` below the front matter',
      }
      return
    }
    for (const { range } of others) {
      yield {
        file: plan.name,
        range,
        message: 'the plan has more than one YAML block with `gates:`',
        hint: 'keep one; mark an example as ```text',
        related: [{ file: plan.name, range: first.range, message: 'the first one' }],
      }
    }
    for (const { message, range } of graph.problems) {
      yield { file: plan.name, range, message, hint: graphHint }
    }
    if (graph.gates.length > 0 || graph.problems.length > 0) return
    yield { file: plan.name, range: first.range, message: 'the task graph has no gates', hint: graphHint }
  },
}

/** Front matter that is never closed swallows the whole file, graph and all; that has its own finding. */
function isSwallowed({ frontMatter, text }: MarkdownFile): boolean {
  return frontMatter.kind === 'broken' && frontMatter.bodyStart >= text.length
}

const graphHint =
  'a gate is {gate: 1, file: GATE-01.md, work_units: […]}, a unit in it {id, file, depends_on: [ids]}'
