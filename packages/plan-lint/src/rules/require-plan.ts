import { startOfFile } from '@gatecycle/diagnostics'
import type { Rule } from '../rule.ts'

export const requirePlan: Rule = {
  code: 'PL001',
  name: 'require-plan',
  severity: 'error',
  summary: 'A feature folder has a `PLAN.md`.',
  judges: 'every-feature',

  *check({ plan, folder }) {
    if (plan !== undefined) return
    yield {
      file: 'PLAN.md',
      range: startOfFile,
      message: `feature folder "${folder}" has no PLAN.md`,
      hint: 'write PLAN.md with front matter and a task graph, or remove the folder',
    }
  },
}
