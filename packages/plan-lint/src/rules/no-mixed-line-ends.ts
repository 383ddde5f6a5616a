import { positionAt } from '@gatecycle/plan-model'
import { keyedFiles } from '../key-table.ts'
import type { Rule } from '../rule.ts'

export const noMixedLineEnds: Rule = {
  code: 'PL014',
  name: 'no-mixed-line-ends',
  severity: 'warning',
  summary: 'A plan file has one kind of line end.',
  judges: 'open-features',

  *check(folder) {
    for (const { file } of keyedFiles(folder)) {
      const crlf = file.text.indexOf('\r\n')
      const lf = file.text.search(/(?<!\r)\n/u)
      if (crlf === -1 || lf === -1) continue
      const at = positionAt(file.source, Math.max(crlf, lf))
      yield {
        file: file.name,
        range: { start: at, end: at },
        message: `the line ends change here from ${crlf < lf ? 'CRLF to LF' : 'LF to CRLF'}`,
        hint: 'save the file with one kind, for example by a line "*.md text" in .gitattributes',
      }
    }
  },
}
