import fc from 'fast-check'
import type { Files } from './rule-page.ts'

export interface Mutation {
  /** Which of the files, and where in it; both as a part of the whole. */
  readonly file: number
  readonly at: number
  readonly how: 'characters' | 'value' | 'line'
  readonly length: number
  readonly insert: string
}

const part = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
const inserts = [
  '',
  '---\n',
  ': ',
  '- ',
  '[',
  '[]',
  '{}',
  '\t',
  '"',
  'null',
  '&a ',
  '*a',
  '!!js x',
  '1',
  'true',
]
const lines = ['gates:\n', '```yaml\n', '```\n', '\r\n', 'status: x\n', 'work_units: []\n', 'effort: [low]\n']

/** A piece cut out of a file and something else put there. */
export const mutation: fc.Arbitrary<Mutation> = fc.record({
  file: part,
  at: part,
  how: fc.constantFrom('characters', 'value', 'line'),
  length: fc.nat(40),
  insert: fc.oneof(fc.constantFrom(...inserts, ...lines), fc.string({ maxLength: 8 })),
})

export function mutate(files: Files, { file, at, how, length, insert }: Mutation): Files {
  const name = [...files.keys()][Math.floor(file * files.size)] ?? ''
  const text = files.get(name) ?? ''
  return new Map([...files, [name, change(text, Math.floor(at * text.length), how, length, insert)]])
}

function change(text: string, at: number, how: Mutation['how'], length: number, insert: string): string {
  if (how === 'characters') return text.slice(0, at) + insert + text.slice(at + length)
  const start = text.lastIndexOf('\n', at - 1) + 1
  const end = `${text}\n`.indexOf('\n', at)
  const line = text.slice(start, end)
  if (how === 'line') return text.slice(0, start) + insert + text.slice(end + 1)
  return text.slice(0, start) + line.replace(/:.*$/u, () => `: ${insert.trim()}`) + text.slice(end)
}
