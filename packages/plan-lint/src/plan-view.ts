import {
  gateStatuses,
  mappingOf,
  textOf,
  unitStatuses,
  unitTypes,
  type FeatureFolder,
  type GateStatus,
  type GraphGate,
  type GraphUnit,
  type MarkdownFile,
  type UnitStatus,
  type UnitType,
  type YamlMapping,
} from '@gatecycle/plan-model'

/** A unit of the graph together with its file, as far as both can be read. */
export interface UnitView {
  readonly id: string
  readonly entry: GraphUnit
  /** Position of its gate in the list. */
  readonly gateIndex: number
  readonly file: MarkdownFile | undefined
  readonly mapping: YamlMapping | undefined
  /** What the driver would take it for; undefined when the value is unknown or the file cannot be read. */
  readonly type: UnitType | undefined
  readonly status: UnitStatus | undefined
}

export interface GateView {
  readonly entry: GraphGate
  readonly index: number
  /** `gate 2`, or `gate at position 2` where the number is missing. */
  readonly label: string
  readonly file: MarkdownFile | undefined
  readonly mapping: YamlMapping | undefined
  readonly status: GateStatus | undefined
  /** The last gate of the list, with or without units. */
  readonly terminal: boolean
  readonly units: readonly UnitView[]
}

const views = new WeakMap<FeatureFolder, readonly GateView[]>()

/** The gates of the graph with their files, in list order. Made once for each folder, because every rule asks. */
export function viewGates(folder: FeatureFolder): readonly GateView[] {
  const view = views.get(folder) ?? makeView(folder)
  views.set(folder, view)
  return view
}

function makeView(folder: FeatureFolder): readonly GateView[] {
  const { gates } = folder.graph
  return gates.map((entry, index) => {
    const file = folder.gates.get(entry.file?.value ?? '')
    const mapping = mappingOf(file)
    return {
      entry,
      index,
      label: entry.number === undefined ? `gate at position ${index + 1}` : `gate ${entry.number.value}`,
      file,
      mapping,
      status: valueOf(mapping, 'status', gateStatuses, 'open'),
      terminal: index === gates.length - 1,
      units: entry.units.map((unit) => viewUnit(folder, unit, index)),
    }
  })
}

/** The units of the graph with their files, in graph order. */
export function viewUnits(folder: FeatureFolder): readonly UnitView[] {
  return viewGates(folder).flatMap(({ units }) => units)
}

/** Whether the feature is history: done or abandoned. */
export function isFinished({ plan }: FeatureFolder): boolean {
  const status = textOf(mappingOf(plan), 'status')?.value
  return status === 'done' || status === 'abandoned'
}

function viewUnit(folder: FeatureFolder, entry: GraphUnit, gateIndex: number): UnitView {
  const file = folder.units.get(entry.file?.value ?? '')
  const mapping = mappingOf(file)
  return {
    id: entry.id?.value ?? '',
    entry,
    gateIndex,
    file,
    mapping,
    type: mapping && valueOf(mapping, 'type', unitTypes, 'implementation'),
    status: mapping && valueOf(mapping, 'status', unitStatuses, 'pending'),
  }
}

function valueOf<T extends string>(
  mapping: YamlMapping | undefined,
  key: string,
  allowed: readonly T[],
  fallback: T,
): T | undefined {
  const text = textOf(mapping, key)?.value
  return text === undefined ? fallback : allowed.find((value) => value === text)
}
