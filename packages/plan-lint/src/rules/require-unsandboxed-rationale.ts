import { entryOf, textOf, toPlain } from '@gatecycle/plan-model'
import { viewUnits } from '../plan-view.ts'
import type { Rule } from '../rule.ts'

export const requireUnsandboxedRationale: Rule = {
  code: 'PL302',
  name: 'require-unsandboxed-rationale',
  severity: 'error',
  summary: 'A unit that runs `unsandboxed` says why.',
  judges: 'open-features',

  *check(folder) {
    for (const { id, file, mapping } of viewUnits(folder)) {
      const unsandboxed = entryOf(mapping, 'unsandboxed')
      if (file === undefined || unsandboxed === undefined || toPlain(unsandboxed.value) !== true) continue
      if (textOf(mapping, 'unsandboxed_rationale') !== undefined) continue
      yield {
        file: file.name,
        range: unsandboxed.keyRange,
        message: `unit "${id}" runs without a sandbox and does not say why`,
        hint: 'write `unsandboxed_rationale:` with what the sandbox forbids and the unit needs, or remove the key',
      }
    }
  },
}
