import { nearest } from '@gatecycle/diagnostics'
import { driverUnitKeys, type FeatureFolder, type YamlMapping } from '@gatecycle/plan-model'
import { keyedFiles, type KeyedFile } from '../key-table.ts'
import type { Finding, Rule } from '../rule.ts'

export const noUnknownKey: Rule = {
  code: 'PL007',
  name: 'no-unknown-key',
  severity: 'warning',
  summary: 'No key is a misspelling of one that is read.',
  judges: 'open-features',

  *check(folder) {
    for (const keyed of keyedFiles(folder)) {
      yield* misspelt(keyed.file.name, keyed.mapping, knownKeys(keyed))
    }
    yield* checkGraph(folder)
  },
}

const graphGateKeys = ['gate', 'file', 'work_units'] as const
const graphUnitKeys = ['id', 'file', 'depends_on'] as const

function knownKeys({ kind, keys }: KeyedFile): readonly string[] {
  return [...Object.keys(keys), ...(kind === 'unit' ? driverUnitKeys : [])]
}

function* checkGraph({ graph }: FeatureFolder): Iterable<Finding> {
  for (const gate of graph.gates) {
    yield* misspelt('PLAN.md', gate.mapping, graphGateKeys)
    for (const unit of gate.units) yield* misspelt('PLAN.md', unit.mapping, graphUnitKeys)
  }
}

/** Keys that resemble nothing are an author’s own notes, which nobody has to explain. */
function* misspelt(file: string, mapping: YamlMapping, known: readonly string[]): Iterable<Finding> {
  for (const { key, keyRange } of mapping.entries) {
    if (known.includes(key)) continue
    const near = nearest(key, known)
    if (near === undefined || mapping.entries.some((other) => other.key === near)) continue
    yield { file, range: keyRange, message: `nobody reads \`${key}\``, hint: `did you mean \`${near}\`?` }
  }
}
