import type { Range } from '@gatecycle/diagnostics'
import type { MarkdownFile } from './parse-markdown-file.ts'
import { parseYaml, type TextProblem } from './parse-yaml.ts'
import type { Fence } from './scan-body.ts'
import {
  asText,
  entryOf,
  numberOf,
  textOf,
  type Located,
  type YamlMapping,
  type YamlSequence,
  type YamlValue,
} from './yaml-value.ts'

export interface GraphUnit {
  readonly id: Located<string> | undefined
  readonly file: Located<string> | undefined
  readonly dependsOn: readonly Located<string>[]
  readonly range: Range
  /** The entry as written, with keys that the graph does not know. */
  readonly mapping: YamlMapping
}

export interface GraphGate {
  readonly number: Located<number> | undefined
  readonly file: Located<string> | undefined
  readonly units: readonly GraphUnit[]
  readonly range: Range
  /** The entry as written, with keys that the graph does not know. */
  readonly mapping: YamlMapping
}

/** The task graph of a plan as written, with what could not be read. Gates stand in list order. */
export interface Graph {
  /** The fences that hold a top-level `gates:`; a plan has exactly one. */
  readonly blocks: readonly Fence[]
  readonly gates: readonly GraphGate[]
  readonly problems: readonly TextProblem[]
}

/** Reads the task graph out of PLAN.md: the YAML fences with a top-level `gates:` key, wherever they stand. */
export function readGraph(plan: MarkdownFile): Graph {
  const blocks = plan.body.fences.filter((fence) => isYaml(fence) && holdsGates(plan, fence))
  const [block] = blocks
  if (block === undefined) return { blocks, gates: [], problems: [] }
  const reading = parseYaml(plan.source, block.contentStart, block.contentEnd)
  if (!reading.ok) return { blocks, gates: [], problems: [reading.problem] }
  const problems: TextProblem[] = []
  const list = reading.value.kind === 'mapping' ? entryOf(reading.value, 'gates')?.value : undefined
  const gates = items(list, 'gates', 'a list of gates', problems).flatMap((item) => {
    const gate = toGate(item, problems)
    return gate === undefined ? [] : [gate]
  })
  return { blocks, gates, problems }
}

function isYaml({ info }: Fence): boolean {
  return /^ya?ml\b/iu.test(info)
}

function holdsGates({ text }: MarkdownFile, { contentStart, contentEnd }: Fence): boolean {
  return /^gates[ \t]*:/mu.test(text.slice(contentStart, contentEnd))
}

function items(
  value: YamlValue | undefined,
  key: string,
  expected: string,
  problems: TextProblem[],
): YamlSequence['items'] {
  if (value?.kind === 'sequence') return value.items
  if (value === undefined || (value.kind === 'scalar' && value.value === undefined)) return []
  problems.push({ message: `\`${key}\` is not ${expected}`, range: value.range })
  return []
}

function toGate(value: YamlValue, problems: TextProblem[]): GraphGate | undefined {
  if (value.kind !== 'mapping') {
    problems.push({ message: 'a gate is not a mapping of gate, file and work_units', range: value.range })
    return undefined
  }
  const number = numberOf(value, 'gate')
  const file = textOf(value, 'file')
  const range = headOf(value)
  if (number === undefined || !Number.isInteger(number.value)) {
    problems.push({ message: 'a gate has no whole number under `gate`', range })
  }
  if (file === undefined) problems.push({ message: 'a gate has no file name under `file`', range })
  const list = entryOf(value, 'work_units')?.value
  const units = items(list, 'work_units', 'a list of units', problems).flatMap((item) => {
    const unit = toUnit(item, problems)
    return unit === undefined ? [] : [unit]
  })
  return { number, file, units, range, mapping: value }
}

function toUnit(value: YamlValue, problems: TextProblem[]): GraphUnit | undefined {
  if (value.kind !== 'mapping') {
    problems.push({ message: 'a unit is not a mapping of id, file and depends_on', range: value.range })
    return undefined
  }
  const id = textOf(value, 'id')
  const file = textOf(value, 'file')
  const range = headOf(value)
  if (id === undefined) problems.push({ message: 'a unit of the graph has no `id`', range })
  if (file === undefined) problems.push({ message: 'a unit of the graph has no `file`', range })
  const list = entryOf(value, 'depends_on')?.value
  const dependsOn = items(list, 'depends_on', 'a list of unit ids', problems).flatMap((item) => {
    const dependency = asText(item)
    if (dependency === undefined)
      problems.push({ message: 'an item of `depends_on` is not a unit id', range: item.range })
    return dependency === undefined ? [] : [dependency]
  })
  return { id, file, dependsOn, range, mapping: value }
}

/** A mapping is pointed at by its first key and value, not by all its lines. */
function headOf({ entries, range }: YamlMapping): Range {
  const [first] = entries
  return first === undefined ? range : { start: first.keyRange.start, end: first.value.range.end }
}
