import { mappingOf, textOf } from '@gatecycle/plan-model'
import type { Rule } from '../rule.ts'

export const requireBranchName: Rule = {
  code: 'PL016',
  name: 'require-branch-name',
  severity: 'error',
  summary: '`branch` and `base` are names that git accepts.',
  judges: 'open-features',

  *check({ plan }) {
    for (const key of ['branch', 'base']) {
      const branch = textOf(mappingOf(plan), key)
      const reason = branch === undefined ? undefined : whyRefused(branch.value)
      if (branch === undefined || reason === undefined) continue
      yield {
        file: 'PLAN.md',
        range: branch.range,
        message: `"${branch.value}" is no name of a branch: ${reason}`,
        hint: 'write a name such as feat/FEAT-2026-0007-greeting, without refs/heads/ in front',
      }
    }
  },
}

/** https://git-scm.com/docs/git-check-ref-format, as `--branch` has it. */
function whyRefused(name: string): string | undefined {
  // eslint-disable-next-line no-control-regex
  const character = /[\u0000-\u0020\u007F~^:?*[\\]|\.\.|@\{|\/\//u.exec(name)?.[0]
  if (character !== undefined) return `it holds ${JSON.stringify(character)}`
  if (/^[-/]|[/.]$/u.test(name)) return 'it starts with "-" or "/", or ends with "/" or "."'
  if (name.split('/').some((part) => part.startsWith('.') || part.endsWith('.lock'))) {
    return 'a part of it starts with "." or ends with ".lock"'
  }
  return name === '@' || name === 'HEAD' ? 'git uses it for something else' : undefined
}
