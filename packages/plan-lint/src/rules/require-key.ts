import { startOfFile } from '@gatecycle/diagnostics'
import { entryOf, textOf, type YamlValue } from '@gatecycle/plan-model'
import { keyedFiles, type KeyedFile, type KeySpec } from '../key-table.ts'
import { isFinished } from '../plan-view.ts'
import type { Finding, Rule } from '../rule.ts'

export const requireKey: Rule = {
  code: 'PL003',
  name: 'require-key',
  severity: 'error',
  summary: 'Every plan file has the keys that nothing else can stand in for.',
  judges: 'every-feature',

  *check(folder) {
    const finished = isFinished(folder)
    for (const keyed of keyedFiles(folder)) {
      const missing = Object.entries(keyed.keys).filter(
        ([key, { required }]) =>
          (required === 'error' || (required === 'warning' && !finished)) &&
          textOf(keyed.mapping, key) === undefined,
      )
      yield* keyed.file.frontMatter.kind === 'absent' ? withoutAny(keyed, missing) : eachOf(keyed, missing)
    }
  },
}

type Missing = readonly (readonly [string, KeySpec])[]

/** A file without front matter is one finding, not one for each key. */
function* withoutAny({ file }: KeyedFile, missing: Missing): Iterable<Finding> {
  const keys = missing.map(([key]) => `\`${key}\``).join(', ')
  if (keys === '') return
  yield {
    file: file.name,
    range: startOfFile,
    message: `the file has no front matter, so it has no ${keys}`,
    hint: 'start the file with a line "---", one line `key: value` for each key, and a line "---"',
  }
}

function* eachOf({ file, mapping }: KeyedFile, missing: Missing): Iterable<Finding> {
  for (const [key, { required, values }] of missing) {
    const entry = entryOf(mapping, key)
    yield {
      file: file.name,
      range: entry?.keyRange ?? startOfFile,
      ...(required === 'warning' && { severity: required }),
      message: describe(key, entry?.value) + (required === 'warning' ? `; the driver ${assumed[key]}` : ''),
      hint: values === undefined ? `add \`${key}: …\`` : `add \`${key}:\` with one of ${values.join(', ')}`,
    }
  }
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
