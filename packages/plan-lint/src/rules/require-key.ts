import { startOfFile } from '@gatecycle/diagnostics'
import { entryOf, textOf, type YamlValue } from '@gatecycle/plan-model'
import { keyedFiles } from '../key-table.ts'
import { isFinished } from '../plan-view.ts'
import type { Rule } from '../rule.ts'

export const requireKey: Rule = {
  code: 'PL003',
  name: 'require-key',
  severity: 'error',
  summary: 'Every plan file has the keys that nothing else can stand in for.',
  judges: 'every-feature',

  *check(folder) {
    const finished = isFinished(folder)
    for (const { file, mapping, keys } of keyedFiles(folder)) {
      for (const [key, { required, values }] of Object.entries(keys)) {
        if (required === undefined || (finished && required === 'warning')) continue
        if (textOf(mapping, key) !== undefined) continue
        const entry = entryOf(mapping, key)
        yield {
          file: file.name,
          range: entry?.keyRange ?? startOfFile,
          severity: required,
          message:
            describe(key, entry?.value) + (required === 'warning' ? `; the driver ${assumed[key]}` : ''),
          hint:
            values === undefined ? `add \`${key}: …\`` : `add \`${key}:\` with one of ${values.join(', ')}`,
        }
      }
    }
  },
}

const assumed: Readonly<Record<string, string>> = {
  type: 'takes the unit for an implementation',
  status: 'takes the unit for pending and will run it',
}

function describe(key: string, value: YamlValue | undefined): string {
  if (value === undefined) return `the front matter has no \`${key}\``
  if (value.kind === 'scalar') return `\`${key}\` is empty`
  return `\`${key}\` is a ${value.kind === 'sequence' ? 'list' : 'mapping'}, not text`
}
