import { startOfFile } from '@gatecycle/diagnostics'
import { keyedFiles } from '../key-table.ts'
import type { Rule } from '../rule.ts'

export const noByteOrderMark: Rule = {
  code: 'PL015',
  name: 'no-byte-order-mark',
  severity: 'warning',
  summary: 'No plan file starts with a byte order mark.',
  judges: 'open-features',

  *check(folder) {
    for (const { file } of keyedFiles(folder)) {
      if (!file.text.startsWith('\uFEFF')) continue
      yield {
        file: file.name,
        range: startOfFile,
        message: 'the file starts with a byte order mark, which hides the front matter from other tools',
        hint: 'save it as UTF-8 without a byte order mark',
      }
    }
  },
}
