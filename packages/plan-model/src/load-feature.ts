import { parseMarkdownFile, type MarkdownFile } from './parse-markdown-file.ts'
import { readGraph, type Graph } from './read-graph.ts'

/** Where the files of a feature folder come from: a disk, a git tree, the index. Names are relative, with forward slashes. */
export interface FeatureSource {
  /** The folder's name, for example `FEAT-2026-0007-health-endpoint`. */
  readonly folder: string
  readonly names: readonly string[]
  /** The text of a file, or undefined when there is none. */
  readonly read: (name: string) => string | undefined
  /** How a text is parsed; who reads a folder again may give back what was parsed before. */
  readonly parse?: typeof parseMarkdownFile
}

/** A feature folder as it stands, right or wrong: the linter's input and the first half of the driver's. */
export interface FeatureFolder {
  readonly folder: string
  readonly names: readonly string[]
  readonly plan: MarkdownFile | undefined
  readonly graph: Graph
  /** Gate and unit files by name. */
  readonly gates: ReadonlyMap<string, MarkdownFile>
  readonly units: ReadonlyMap<string, MarkdownFile>
  /** The review files of drafted gates, `GATE-02-REVIEW.md`, by name. */
  readonly reviews: ReadonlyMap<string, MarkdownFile>
}

/** The one loader: linter, driver and every other reader of plans go through it. Never throws for what a file says. */
export function loadFeature(source: FeatureSource): FeatureFolder {
  const planText = source.read('PLAN.md')
  const plan = planText === undefined ? undefined : (source.parse ?? parseMarkdownFile)('PLAN.md', planText)
  const graph = plan === undefined ? { blocks: [], gates: [], problems: [] } : readGraph(plan)
  const gateNames = graph.gates.flatMap(({ file }) => (file === undefined ? [] : [file.value]))
  const unitNames = graph.gates.flatMap(({ units }) =>
    units.flatMap(({ file }) => (file === undefined ? [] : [file.value])),
  )
  return {
    folder: source.folder,
    names: source.names,
    plan,
    graph,
    gates: readAll(source, [...gateNames, ...source.names.filter((name) => /^GATE-\d+\.md$/u.test(name))]),
    units: readAll(source, [...unitNames, ...source.names.filter((name) => /^WU-[^/]*\.md$/u.test(name))]),
    reviews: readAll(
      source,
      source.names.filter((name) => /^GATE-\d+-REVIEW\.md$/u.test(name)),
    ),
  }
}

function readAll(source: FeatureSource, names: readonly string[]): ReadonlyMap<string, MarkdownFile> {
  const files = new Map<string, MarkdownFile>()
  for (const name of new Set(names)) {
    const text = isInside(name) ? source.read(name) : undefined
    if (text !== undefined) files.set(name, (source.parse ?? parseMarkdownFile)(name, text))
  }
  return files
}

/** A graph may name only files of its own folder. */
function isInside(name: string): boolean {
  return !/^\/|\\/u.test(name) && !name.includes('\0') && !name.split('/').includes('..')
}
