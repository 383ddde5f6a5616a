import { canonicalJson } from './canonical-json.ts'
import { digestData, digestText, type Digest } from './digest.ts'
import type { Feature, Gate } from './feature.ts'
import { movingGateKeys, movingPlanKeys, movingUnitKeys } from './field-ownership.ts'
import { bodyTextOf, mappingOf, type MarkdownFile } from './parse-markdown-file.ts'
import { findSection } from './section.ts'
import type { VerificationEntry } from './verification-entry.ts'
import { toPlain } from './yaml-value.ts'

/** What a gate runs under besides its plan files. */
export interface GateSurroundings {
  readonly sets: ReadonlyMap<string, readonly VerificationEntry[]>
  /** Binding rules: path → text. */
  readonly rules: ReadonlyMap<string, string>
  /** What else decides about a run, by the name that a change of it is told with: agent, environment, limits. */
  readonly settings: Readonly<Record<string, unknown>>
}

/** What a human arms: one digest for all of it, and one for each part so that a change can be named. */
export interface GateContent {
  readonly digest: Digest
  readonly parts: Readonly<Record<string, Digest>>
}

/**
 * The content of a gate that an arm is bound to: plan, graph, gate, units, verification sets, rules and configuration,
 * without what moves while the gate is under way (status, verdict, attempts, cost).
 */
export function gateContentOf(feature: Feature, gate: Gate, surroundings: GateSurroundings): GateContent {
  const parts: Record<string, Digest> = {
    'PLAN.md': digestData({ author: authorFields(feature.plan, movingPlanKeys), graph: subgraph(gate) }),
    [gate.fileName]: digestData({
      author: authorFields(gate.file, movingGateKeys),
      done: findSection(gate.file, 'Definition of done')?.text,
    }),
  }
  for (const unit of gate.units) {
    parts[unit.fileName] = digestData({
      author: authorFields(unit.file, movingUnitKeys),
      body: bodyTextOf(unit.file),
    })
  }
  for (const [name, entries] of surroundings.sets) parts[`verification.yml ${name}`] = digestData(entries)
  for (const [path, text] of surroundings.rules) parts[path] = digestText(text)
  for (const [name, value] of Object.entries(surroundings.settings)) parts[name] = digestData(value)
  return { digest: digestData(parts), parts }
}

/** Whether two versions of a unit's file say the same to an agent: author fields and body, whatever the driver wrote. */
export function isSamePrompt(a: MarkdownFile, b: MarkdownFile): boolean {
  const view = (file: MarkdownFile): string =>
    canonicalJson({ author: authorFields(file, movingUnitKeys), body: bodyTextOf(file) })
  return a.frontMatter.kind === 'mapping' && b.frontMatter.kind === 'mapping' && view(a) === view(b)
}

function subgraph(gate: Gate): unknown {
  const units = gate.units.map(({ id, fileName, dependsOn }) => ({
    id,
    file: fileName,
    depends_on: dependsOn,
  }))
  return { gate: gate.number, file: gate.fileName, terminal: gate.terminal, units }
}

function authorFields(file: MarkdownFile, moving: ReadonlySet<string>): Readonly<Record<string, unknown>> {
  const entries = mappingOf(file)?.entries.filter(({ key }) => !moving.has(key)) ?? []
  return Object.fromEntries(entries.map(({ key, value }) => [key, toPlain(value)]))
}
