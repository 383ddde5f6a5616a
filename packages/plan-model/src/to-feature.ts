import { type Feature, type Gate, type Unit } from './feature.ts'
import type { FeatureFolder } from './load-feature.ts'
import { mappingOf, parseMarkdownFile, titleOf } from './parse-markdown-file.ts'
import type { GraphGate, GraphUnit } from './read-graph.ts'
import { defaultTimeoutSeconds, readEntries, type VerificationEntry } from './verification-entry.ts'
import {
  autonomies,
  efforts,
  featureStatuses,
  gateStatuses,
  unitStatuses,
  unitTypes,
  verdicts,
  type Effort,
  type UnitType,
} from './vocabulary.ts'
import {
  entryOf,
  numberOf,
  textOf,
  textsOf,
  toPlain,
  type YamlMapping,
  type YamlValue,
} from './yaml-value.ts'

const defaultMaxAttempts = 3

/**
 * The typed feature of a folder in which plan-lint found no error.
 * Throws for a folder that has one: lint first, so that the user gets findings instead. `timeout` are the seconds of verification
 * entries that say none.
 */
export function toFeature(folder: FeatureFolder, timeout: number = defaultTimeoutSeconds): Feature {
  const { plan } = folder
  if (plan === undefined) throw new Error('toFeature was given a folder without PLAN.md')
  const mapping = mappingOf(plan)
  return {
    id: required(mapping, 'feature_id'),
    folder: folder.folder,
    title: required(mapping, 'title'),
    branch: required(mapping, 'branch'),
    status: oneOf(mapping, 'status', featureStatuses, 'planned'),
    autonomy: oneOf(mapping, 'autonomy_default', autonomies, 'review'),
    scope: values(mapping, 'scope'),
    protect: values(mapping, 'protect'),
    plan,
    gates: folder.graph.gates.map((gate, index) =>
      toGate({ folder, timeout }, gate, index === folder.graph.gates.length - 1),
    ),
  }
}

interface Source {
  readonly folder: FeatureFolder
  readonly timeout: number
}

function toGate(source: Source, gate: GraphGate, terminal: boolean): Gate {
  const { folder } = source
  const fileName = gate.file?.value ?? ''
  // A gate that is not drafted yet has no file: it is open.
  const file = folder.gates.get(fileName) ?? parseMarkdownFile(fileName, '')
  const mapping = mappingOf(file)
  return {
    number: gate.number?.value ?? 0,
    fileName,
    file,
    status: oneOf(mapping, 'status', gateStatuses, 'open'),
    terminal,
    costBudgetUsd: numberOf(mapping, 'cost_budget_usd')?.value,
    units: gate.units.map((unit) => toUnit(source, unit)),
  }
}

function toUnit({ folder, timeout }: Source, unit: GraphUnit): Unit {
  const fileName = unit.file?.value ?? ''
  const file = demand(folder.units.get(fileName), fileName)
  const mapping = mappingOf(file)
  const type = oneOf(mapping, 'type', unitTypes, 'implementation')
  const id = unit.id?.value ?? ''
  return {
    id,
    fileName,
    file,
    type,
    status: oneOf(mapping, 'status', unitStatuses, 'pending'),
    title: titleOf(file) ?? id,
    model: textOf(mapping, 'model')?.value ?? defaultModel(type),
    effort: oneOf(mapping, 'effort', efforts, defaultEffort(type)),
    agent: textOf(mapping, 'agent')?.value,
    dependsOn: unit.dependsOn.map((dependency) => dependency.value),
    ...readNumbers(mapping),
    ...readOracle(mapping, id, timeout),
    produces: values(mapping, 'produces'),
    scope: values(mapping, 'scope'),
    verdict: verdicts.find((verdict) => verdict === textOf(mapping, 'verdict')?.value),
  }
}

/** What decides about a unit, and what is run before it. */
function readOracle(
  mapping: YamlMapping | undefined,
  id: string,
  timeout: number,
): Pick<
  Unit,
  | 'extraGates'
  | 'verify'
  | 'red'
  | 'prep'
  | 'oracles'
  | 'iteratesOnFailure'
  | 'repairs'
  | 'removesTests'
  | 'changesOracle'
> {
  const verify = entryOf(mapping, 'verify')?.value
  const red = entryOf(mapping, 'red')?.value
  return {
    extraGates: values(mapping, 'extra_gates'),
    verify: verify === undefined ? [] : readEntries(`verify of ${id}`, verify, timeout),
    red: red === undefined ? undefined : readEntry(`red of ${id}`, red, timeout),
    prep: values(mapping, 'prep'),
    oracles: values(mapping, 'oracles'),
    iteratesOnFailure: isTrue(mapping, 'iterate_on_failure'),
    repairs: values(mapping, 'repairs'),
    removesTests: readRemovable(mapping),
    changesOracle: isTrue(mapping, 'changes_oracle'),
  }
}

/** A single command; a broken one is the linter's to refuse. */
function readEntry(set: string, value: YamlValue, timeout: number): VerificationEntry | undefined {
  if (value.kind !== 'mapping') return undefined
  return readEntries(set, { kind: 'sequence', items: [value], range: value.range }, timeout)[0]
}

function readNumbers(
  mapping: YamlMapping | undefined,
): Pick<Unit, 'maxAttempts' | 'timeoutMinutes' | 'attempts' | 'plannedCostUsd'> {
  return {
    maxAttempts: numberOf(mapping, 'max_attempts')?.value ?? defaultMaxAttempts,
    timeoutMinutes: numberOf(mapping, 'timeout_minutes')?.value,
    attempts: numberOf(mapping, 'attempts')?.value ?? 0,
    plannedCostUsd: numberOf(mapping, 'planned_cost_usd')?.value,
  }
}

/** Defaults by type; see docs/guide/formats.md. */
function defaultModel(type: UnitType): string {
  return type === 'plan-next' || type === 'close' || type === 'close-intermediate' ? 'opus' : 'sonnet'
}

function defaultEffort(type: UnitType): Effort {
  if (type === 'plan-next' || type === 'close' || type === 'close-intermediate') return 'high'
  return type === 'retrospective' || type === 'lessons' || type === 'docs' ? 'low' : 'medium'
}

/** The verification set that serves a type when nothing else is said. */
export function defaultSetOf(type: UnitType): string {
  if (type === 'plan-next' || type === 'close' || type === 'close-intermediate') return 'plannext'
  return type === 'retrospective' || type === 'lessons' || type === 'docs' ? 'doc' : 'code'
}

function values(mapping: YamlMapping | undefined, key: string): readonly string[] {
  return textsOf(mapping, key).map((item) => item.value)
}

function readRemovable(mapping: YamlMapping | undefined): Unit['removesTests'] {
  const value = entryOf(mapping, 'removes_tests')?.value
  const plain = value === undefined ? undefined : toPlain(value)
  return plain === true ? true : plain === false ? [] : values(mapping, 'removes_tests')
}

function isTrue(mapping: YamlMapping | undefined, key: string): boolean {
  const value = entryOf(mapping, key)?.value
  return value !== undefined && toPlain(value) === true
}

function required(mapping: YamlMapping | undefined, key: string): string {
  return demand(textOf(mapping, key), key).value
}

function demand<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`toFeature was given a folder with an error: ${what} is missing`)
  return value
}

function oneOf<T extends string>(
  mapping: YamlMapping | undefined,
  key: string,
  allowed: readonly T[],
  fallback: T,
): T {
  const text = textOf(mapping, key)?.value
  if (text === undefined) return fallback
  return demand(
    allowed.find((value) => value === text),
    `${key}: ${text}`,
  )
}
