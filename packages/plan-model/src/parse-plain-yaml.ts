import { readPlainLines, type PlainLine } from './plain-yaml-lines.ts'
import { readPlainValue } from './plain-yaml-value.ts'
import type { YamlEntry, YamlValue } from './yaml-value.ts'
import type { Range } from '@gatecycle/diagnostics'

/** Turns offsets of the YAML text into a range of the file. */
export type Place = (start: number, end: number) => Range

/**
 * Reads the YAML that nearly all plans are made of: keys with one-line values, lists of such values, lists of mappings.
 * Undefined for everything else, right or wrong, which the full reader then judges; what is read here is exactly what it reads.
 */
export function parsePlainYaml(text: string, place: Place): YamlValue | undefined {
  const lines = readPlainLines(text)
  const [first] = lines ?? []
  if (lines === undefined || first === undefined || first.indent !== 0) return undefined
  const cursor: Cursor = { lines, at: 0, place }
  const block = readBlock(cursor, 0)
  return block !== undefined && cursor.at === lines.length ? block.value : undefined
}

interface Cursor {
  readonly lines: readonly PlainLine[]
  at: number
  readonly place: Place
}

/** A value with the offsets of its range: a block runs from its first key or dash to the end of its last value. */
interface Read {
  readonly value: YamlValue
  readonly start: number
  readonly end: number
}

function readBlock(cursor: Cursor, indent: number): Read | undefined {
  return isItem(cursor.lines[cursor.at]) ? readSequence(cursor, indent) : readMapping(cursor, indent)
}

function isItem(line: Pick<PlainLine, 'text'> | undefined): boolean {
  return line?.text === '-' || line?.text.startsWith('- ') === true
}

function readSequence(cursor: Cursor, indent: number): Read | undefined {
  const start = cursor.lines[cursor.at]?.start ?? 0
  const reads: Read[] = []
  for (let line = cursor.lines[cursor.at]; line?.indent === indent && isItem(line);) {
    const read = line.text === '-' ? readBelow(cursor, line) : readItem(cursor, line)
    if (read === undefined) return undefined
    reads.push(read)
    line = cursor.lines[cursor.at]
  }
  const end = reads.at(-1)?.end
  if (end === undefined) return undefined
  const items = reads.map(({ value }) => value)
  return { value: { kind: 'sequence', items, range: cursor.place(start, end) }, start, end }
}

/** A dash alone has its value on the deeper lines below it. */
function readBelow(cursor: Cursor, line: PlainLine): Read | undefined {
  cursor.at += 1
  const next = cursor.lines[cursor.at]
  return next !== undefined && next.indent > line.indent ? readBlock(cursor, next.indent) : undefined
}

/** An item is a value, or a mapping whose first key stands behind the dash. */
function readItem(cursor: Cursor, line: PlainLine): Read | undefined {
  const text = line.text.slice(2).trimStart()
  const column = line.text.length - text.length
  const inner = { indent: line.indent + column, start: line.start + column, text }
  if (isItem(inner)) return undefined
  if (keyPattern.test(text)) return readMapping(cursor, inner.indent, inner)
  cursor.at += 1
  return endsHere(cursor, line.indent) ? readScalar(cursor, inner.start, text) : undefined
}

const keyPattern = /^([A-Za-z_][\w-]*):(?: +|$)/u
const ambiguousKey = /^(?:true|false|null)$/iu

function readMapping(cursor: Cursor, indent: number, firstLine?: PlainLine): Read | undefined {
  const entries: YamlEntry[] = []
  let line = firstLine ?? cursor.lines[cursor.at]
  const start = line?.start ?? 0
  let end = start
  for (; line?.indent === indent && !isItem(line); line = cursor.lines[cursor.at]) {
    const read = readEntry(cursor, line)
    if (read === undefined || entries.some(({ key }) => key === read.entry.key)) return undefined
    entries.push(read.entry)
    end = read.end
  }
  if (entries.length === 0) return undefined
  return { value: { kind: 'mapping', entries, range: cursor.place(start, end) }, start, end }
}

interface ReadEntry {
  readonly entry: YamlEntry
  readonly end: number
}

function readEntry(cursor: Cursor, line: PlainLine): ReadEntry | undefined {
  const [head, key] = keyPattern.exec(line.text) ?? []
  if (head === undefined || key === undefined || ambiguousKey.test(key)) return undefined
  cursor.at += 1
  const read = readEntryValue(cursor, line, head.length)
  const keyRange = cursor.place(line.start, line.start + key.length)
  return read === undefined ? undefined : { entry: { key, keyRange, value: read.value }, end: read.end }
}

function readEntryValue(cursor: Cursor, line: PlainLine, column: number): Read | undefined {
  const text = line.text.slice(column)
  if (text === '') return readNested(cursor, line.indent)
  return endsHere(cursor, line.indent) ? readScalar(cursor, line.start + column, text) : undefined
}

/** The value below a key: deeper, or a list at the depth of the key. An empty value is for the full reader. */
function readNested(cursor: Cursor, indent: number): Read | undefined {
  const next = cursor.lines[cursor.at]
  if (next === undefined) return undefined
  if (next.indent > indent) return readBlock(cursor, next.indent)
  return next.indent === indent && isItem(next) ? readSequence(cursor, indent) : undefined
}

/** A deeper line behind a one-line value would go on with it. */
function endsHere(cursor: Cursor, indent: number): boolean {
  const next = cursor.lines[cursor.at]
  return next === undefined || next.indent <= indent
}

function readScalar({ place }: Cursor, start: number, text: string): Read | undefined {
  const value = readPlainValue(text, (from, to) => place(start + from, start + to))
  return value === undefined ? undefined : { value, start, end: start + text.length }
}
