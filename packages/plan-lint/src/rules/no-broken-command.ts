import {
  entryOf,
  readEntries,
  type TextProblem,
  type YamlMapping,
  type YamlValue,
} from '@gatecycle/plan-model'
import { viewUnits } from '../plan-view.ts'
import type { Rule } from '../rule.ts'

export const noBrokenCommand: Rule = {
  code: 'PL402',
  name: 'no-broken-command',
  severity: 'error',
  summary: 'Every command in `verify` and `red` of a unit has a name and exactly one of `run` and `command`.',
  judges: 'open-features',

  *check(folder) {
    for (const { file, mapping } of viewUnits(folder)) {
      if (file === undefined) continue
      for (const { message, range } of problemsOf(mapping)) {
        yield {
          file: file.name,
          range,
          message,
          hint: 'an entry is {name: tests, run: [npm, test]} or {name: tests, command: npm test}',
        }
      }
    }
  },
}

function problemsOf(mapping: YamlMapping | undefined): readonly TextProblem[] {
  const problems: TextProblem[] = []
  const verify = entryOf(mapping, 'verify')?.value
  const red = entryOf(mapping, 'red')?.value
  // Another shape than a list, or than a mapping, is the business of no-wrong-type.
  if (verify?.kind === 'sequence') readEntries('verify', verify, undefined, problems)
  if (red?.kind === 'mapping') readEntries('red', listOf(red), undefined, problems)
  return problems
}

function listOf(value: YamlValue): YamlValue {
  return { kind: 'sequence', items: [value], range: value.range }
}
