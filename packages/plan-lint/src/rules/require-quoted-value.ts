import { keyedFiles } from '../key-table.ts'
import type { Rule } from '../rule.ts'

export const requireQuotedValue: Rule = {
  code: 'PL005',
  name: 'require-quoted-value',
  severity: 'warning',
  summary: 'A value that holds `: ` is in quotes.',
  judges: 'open-features',

  *check(folder) {
    for (const { file } of keyedFiles(folder)) {
      if (file.frontMatter.kind !== 'mapping') continue
      for (const { message, range } of file.frontMatter.requoted) {
        yield { file: file.name, range, message, hint: 'put the whole value in double quotes' }
      }
    }
  },
}
