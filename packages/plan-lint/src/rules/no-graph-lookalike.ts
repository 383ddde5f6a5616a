import type { Rule } from '../rule.ts'

export const noGraphLookalike: Rule = {
  code: 'PL116',
  name: 'no-graph-lookalike',
  severity: 'warning',
  summary: 'No other YAML block stands before the task graph.',
  judges: 'open-features',

  *check({ plan, graph }) {
    const [block] = graph.blocks
    if (plan === undefined || block === undefined) return
    const first = plan.body.fences.find(({ info }) => /^ya?ml\b/iu.test(info))
    if (first === undefined || first.contentStart === block.contentStart) return
    yield {
      file: plan.name,
      range: first.range,
      message: 'this YAML block stands before the task graph; a tool that takes the first one sees no gates',
      hint: 'move the task graph up, or mark this block as ```text',
      related: [{ file: plan.name, range: block.range, message: 'the task graph' }],
    }
  },
}
