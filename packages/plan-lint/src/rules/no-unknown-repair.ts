import { nearest } from '@gatecycle/diagnostics'
import { textsOf, type Verification } from '@gatecycle/plan-model'
import { viewUnits } from '../plan-view.ts'
import type { Rule } from '../rule.ts'

export const noUnknownRepair: Rule = {
  code: 'PL404',
  name: 'no-unknown-repair',
  severity: 'error',
  summary: '`repairs` of a unit names commands of `verification.yml`.',
  judges: 'open-features',

  *check(folder, { verification }) {
    if (verification === undefined || verification === 'missing') return
    const known = namesOf(verification)
    for (const { file, mapping } of viewUnits(folder)) {
      if (file === undefined) continue
      for (const { value, range } of textsOf(mapping, 'repairs')) {
        if (known.includes(value)) continue
        const near = nearest(value, known)
        yield {
          file: file.name,
          range,
          message: `\`repairs\` names the command "${value}", which no set has`,
          hint: near === undefined ? `commands: ${known.join(', ')}` : `did you mean "${near}"?`,
        }
      }
    }
  },
}

/** `tests`, and `code/tests` for where two sets have one of that name. */
function namesOf({ sets }: Verification): readonly string[] {
  const entries = [...sets].flatMap(([set, all]) => all.map(({ name }) => ({ set, name })))
  return [
    ...new Set([...entries.map(({ name }) => name), ...entries.map(({ set, name }) => `${set}/${name}`)]),
  ]
}
