import {
  autonomies,
  efforts,
  featureStatuses,
  gateStatuses,
  mappingOf,
  unitStatuses,
  unitTypes,
  verdicts,
  type FeatureFolder,
  type MarkdownFile,
  type YamlMapping,
} from '@gatecycle/plan-model'
import { viewGates, viewUnits } from './plan-view.ts'

/**
 * The shape of a value. `texts` is one text or a list of texts, `count` a whole number from 1, `amount` a number from 0,
 * `commands` a list of verification entries, `command` one of them; `any` belongs to the driver or to nobody.
 */
export type KeyShape =
  | 'text'
  | 'texts'
  | 'count'
  | 'amount'
  | 'boolean'
  | 'criteria'
  | 'command'
  | 'commands'
  | 'any'

export interface KeySpec {
  readonly shape: KeyShape
  /** The closed set of values, where there is one. */
  readonly values?: readonly string[]
  /** What is said about a file without this key: an error where nothing can stand in for it. */
  readonly required?: 'error' | 'warning'
}

export type KeyTable = Readonly<Record<string, KeySpec>>

const text = { shape: 'text' } as const
const texts = { shape: 'texts' } as const
const amount = { shape: 'amount' } as const
const boolean = { shape: 'boolean' } as const
const any = { shape: 'any' } as const

/** The keys of PLAN.md's front matter. */
export const planKeys: KeyTable = {
  feature_id: { shape: 'text', required: 'error' },
  title: { shape: 'text', required: 'error' },
  branch: { shape: 'text', required: 'error' },
  roadmap_goal: { shape: 'text', required: 'error' },
  status: { shape: 'text', required: 'error', values: featureStatuses },
  slug: text,
  autonomy_default: { shape: 'text', values: autonomies },
  planned_cost_usd: amount,
  auto_close_disabled: boolean,
  source_issue_url: any,
  initiative: any,
  base: text,
  scope: texts,
  protect: texts,
  acceptance: { shape: 'criteria' },
  out_of_scope: texts,
  budget_usd: amount,
  agent: text,
  close: text,
}

/** The keys of a gate file's front matter. */
export const gateKeys: KeyTable = {
  gate: { shape: 'count' },
  status: { shape: 'text', values: gateStatuses },
  cost_budget_usd: amount,
  baseline: any,
  lenses: texts,
}

/** The keys of a unit file's front matter. */
export const unitKeys: KeyTable = {
  id: { shape: 'text', required: 'error' },
  type: { shape: 'text', required: 'warning', values: unitTypes },
  status: { shape: 'text', required: 'warning', values: unitStatuses },
  model: text,
  effort: { shape: 'text', values: efforts },
  planned_cost_usd: amount,
  generated_surfaces: any,
  oracle_env: any,
  produces: texts,
  produces_driver_helper: any,
  extra_gates: texts,
  prep: texts,
  oracles: texts,
  max_attempts: { shape: 'count' },
  iterate_on_failure: boolean,
  auto_close_disabled: boolean,
  human_only: boolean,
  provenance: any,
  reproduced_signature: text,
  re_arm_override: boolean,
  unsandboxed: boolean,
  unsandboxed_rationale: text,
  verdict: { shape: 'text', values: verdicts },
  agent: text,
  scope: texts,
  covers: texts,
  verify: { shape: 'commands' },
  red: { shape: 'command' },
  repairs: texts,
  removes_tests: any,
  changes_oracle: boolean,
  timeout_minutes: amount,
  budget_usd: amount,
}

/** A file with the table that its front matter is read by. */
export interface KeyedFile {
  readonly file: MarkdownFile
  readonly mapping: YamlMapping
  readonly kind: 'plan' | 'gate' | 'unit'
  readonly keys: KeyTable
}

/** The files the driver reads front matter from, each once: the plan, and what its graph names. */
export function keyedFiles(folder: FeatureFolder): readonly KeyedFile[] {
  const gates = viewGates(folder).map(({ file }) => ({ file, kind: 'gate', keys: gateKeys }) as const)
  const units = viewUnits(folder).map(({ file }) => ({ file, kind: 'unit', keys: unitKeys }) as const)
  const all = [{ file: folder.plan, kind: 'plan', keys: planKeys } as const, ...gates, ...units]
  const seen = new Set<MarkdownFile>()
  return all.flatMap(({ file, kind, keys }) => {
    const mapping = mappingOf(file) ?? emptyWhereAbsent(file)
    if (file === undefined || mapping === undefined || seen.has(file)) return []
    seen.add(file)
    return [{ file, mapping, kind, keys }]
  })
}

/** A file that starts without front matter is one whose keys are all missing. */
function emptyWhereAbsent(file: MarkdownFile | undefined): YamlMapping | undefined {
  if (file?.frontMatter.kind !== 'absent') return undefined
  const start = { line: 1, column: 1 }
  return { kind: 'mapping', entries: [], range: { start, end: start } }
}
