import {
  closingTypes,
  entryOf,
  findSection,
  mappingOf,
  parseMarkdownFile,
  textOf,
  verdicts,
  type UnitType,
} from '@gatecycle/plan-model'
import { fillInMarker } from './retrospective.ts'

export interface ClosingFiles {
  readonly type: UnitType
  readonly gate: number
  readonly terminal: boolean
  /** Text of a file of the feature folder. */
  readonly read: (name: string) => string | undefined
  readonly unitFile: string
  readonly nextGateHasUnits: boolean
}

const headings = ['Cost analysis', 'What the loop did not verify', 'Consumer-visible contract changes']

/** What a closing unit still owes, each as one sentence; empty when nothing. */
export function checkClosing(files: ClosingFiles): readonly string[] {
  if (!closingTypes.includes(files.type)) return []
  if (files.type === 'plan-next') return checkDraft(files)
  if (files.type === 'close' || files.type === 'close-intermediate') {
    return [...checkRetrospective(files), ...(files.type === 'close' ? checkVerdict(files) : [])]
  }
  return files.type === 'retrospective' ? checkRetrospective(files) : []
}

function checkRetrospective({ read, gate }: ClosingFiles): readonly string[] {
  const text = read('RETROSPECTIVE.md')
  if (text === undefined || text.trim() === '') return ['RETROSPECTIVE.md is missing or empty']
  const part = partOf(text, gate)
  if (part === undefined) return [`RETROSPECTIVE.md: the section "Gate ${gate}" is missing or empty`]
  // Every gate has these headings: what another gate says below its own counts for nothing here.
  const file = parseMarkdownFile('RETROSPECTIVE.md', part)
  const missing = [`Gate ${gate}`, ...headings].filter((name) => (findSection(file, name)?.text ?? '') === '')
  const left = text.split('\n').flatMap((line, index) => (line.trim() === fillInMarker ? [index + 1] : []))
  return [
    ...missing.map((name) => `RETROSPECTIVE.md: the section "${name}" is missing or empty`),
    ...left.map((line) => `RETROSPECTIVE.md:${line} still says ${fillInMarker}`),
  ]
}

/** A retrospective from the heading of a gate to the heading of the next one. */
function partOf(text: string, gate: number): string | undefined {
  const parts = text.split(/^(?=## Gate \d+\b)/mu)
  return parts.find((part) => new RegExp(`^## Gate ${gate}\\b`, 'u').test(part))
}

function checkVerdict({ read, unitFile }: ClosingFiles): readonly string[] {
  const verdict = textOf(mappingOf(parseMarkdownFile(unitFile, read(unitFile) ?? '')), 'verdict')?.value
  if (verdicts.some((known) => known === verdict)) return []
  return [`${unitFile}: verdict is "${verdict ?? ''}"; set it to one of ${verdicts.join(', ')}`]
}

function checkDraft({ read, gate, terminal, nextGateHasUnits }: ClosingFiles): readonly string[] {
  if (terminal) return []
  const name = `GATE-${String(gate + 1).padStart(2, '0')}-REVIEW.md`
  const text = read(name)
  if (text === undefined || text.trim() === '') return [`${name} is missing or empty`]
  const questions = entryOf(mappingOf(parseMarkdownFile(name, text)), 'open_questions')?.value
  return [
    ...(questions?.kind === 'sequence'
      ? []
      : [`${name}: open_questions must be a list, even when it is empty`]),
    ...(nextGateHasUnits ? [] : [`gate ${gate + 1} has no units: plan-next has to draft them`]),
  ]
}
