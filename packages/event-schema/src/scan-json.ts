import { toPointerStep } from './json-pointer.ts'

/** How deep a line may be nested. */
export const maxDepth = 64

/** Offsets of a value in the text, in UTF-16 code units; `key` is where the name of the member begins. */
export interface JsonPlace {
  readonly key?: number
  readonly start: number
  readonly end: number
}

/** What `JSON.parse` does not tell about a text. */
export interface JsonScan {
  /** The first place that is not JSON, or is nested too deep. */
  readonly error?: {
    readonly offset: number
    readonly kind: 'not-json' | 'too-deep'
    readonly message: string
  }
  /** Where each value stands, by JSON pointer; of two members of one name the last one, as `JSON.parse` has it. */
  readonly places: ReadonlyMap<string, JsonPlace>
  readonly duplicates: readonly { readonly pointer: string; readonly name: string; readonly offset: number }[]
  /** Numbers that a reader cannot hold: beyond the largest one, or whole and beyond 2^53. */
  readonly overflows: readonly { readonly pointer: string; readonly text: string; readonly offset: number }[]
}

interface Scanner {
  readonly text: string
  at: number
  depth: number
  readonly places: Map<string, JsonPlace>
  readonly duplicates: { pointer: string; name: string; offset: number }[]
  readonly overflows: { pointer: string; text: string; offset: number }[]
}

class ScanStop extends Error {
  readonly kind: 'not-json' | 'too-deep'
  constructor(message: string, kind: 'not-json' | 'too-deep' = 'not-json') {
    super(message)
    this.kind = kind
  }
}

/** Reads a JSON text slowly and exactly: used only for lines with which something is wrong, or may be. */
export function scanJson(text: string): JsonScan {
  const scanner: Scanner = { text, at: 0, depth: 0, places: new Map(), duplicates: [], overflows: [] }
  const { places, duplicates, overflows } = scanner
  try {
    scanValue(scanner, '', undefined)
    skipBlanks(scanner)
    if (scanner.at < text.length) throw new ScanStop(`${nextOf(scanner)} stands after the end of the value`)
    return { places, duplicates, overflows }
  } catch (stop) {
    if (!(stop instanceof ScanStop)) throw stop
    const error = { offset: scanner.at, kind: stop.kind, message: stop.message }
    return { error, places, duplicates, overflows }
  }
}

function scanValue(scanner: Scanner, pointer: string, key: number | undefined): void {
  skipBlanks(scanner)
  const start = scanner.at
  const first = scanner.text[start]
  if (first === '{' || first === '[') scanContainer(scanner, pointer, first)
  else if (first === '"') scanString(scanner)
  else if (first !== undefined && (first === '-' || isDigit(first))) scanNumber(scanner, pointer)
  else scanWord(scanner)
  scanner.places.set(pointer, { start, end: scanner.at, ...(key === undefined ? {} : { key }) })
}

function scanContainer(scanner: Scanner, pointer: string, open: '{' | '['): void {
  if (scanner.depth >= maxDepth)
    throw new ScanStop(`the line is nested more than ${maxDepth} levels deep`, 'too-deep')
  scanner.depth += 1
  scanner.at += 1
  const close = open === '{' ? '}' : ']'
  const names = new Set<string>()
  skipBlanks(scanner)
  for (let index = 0; scanner.text[scanner.at] !== close; index += 1) {
    if (index > 0) expectNext(scanner, ',', `"," or "${close}"`)
    if (open === '{') scanMember(scanner, pointer, names)
    else scanValue(scanner, `${pointer}/${index}`, undefined)
    skipBlanks(scanner)
  }
  scanner.at += 1
  scanner.depth -= 1
}

function scanMember(scanner: Scanner, pointer: string, names: Set<string>): void {
  skipBlanks(scanner)
  const offset = scanner.at
  if (scanner.text[offset] !== '"')
    throw new ScanStop(`a name in quotes is missing before ${nextOf(scanner)}`)
  const name = scanString(scanner)
  const inner = pointer + toPointerStep(name)
  if (names.has(name)) scanner.duplicates.push({ pointer: inner, name, offset })
  names.add(name)
  skipBlanks(scanner)
  expectNext(scanner, ':', '":"')
  scanValue(scanner, inner, offset)
}

function scanString(scanner: Scanner): string {
  const start = scanner.at
  const { text } = scanner
  for (scanner.at += 1; text[scanner.at] !== '"'; scanner.at += 1) {
    if (scanner.at >= text.length) throw new ScanStop('the text ends inside a string')
    if (text.charCodeAt(scanner.at) < 32) throw new ScanStop(`${nextOf(scanner)} stands inside a string`)
    if (text[scanner.at] === '\\') scanEscape(scanner)
  }
  scanner.at += 1
  return String(JSON.parse(text.slice(start, scanner.at)))
}

function scanEscape(scanner: Scanner): void {
  const escape = /^\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/u.exec(scanner.text.slice(scanner.at, scanner.at + 6))
  if (escape === null) throw new ScanStop('a backslash stands before something that cannot be escaped')
  scanner.at += escape[0].length - 1
}

function scanNumber(scanner: Scanner, pointer: string): void {
  const number = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/uy
  number.lastIndex = scanner.at
  const text = number.exec(scanner.text)?.[0]
  if (text === undefined) throw new ScanStop(`${nextOf(scanner)} does not begin a number`)
  const isWhole = /^-?[0-9]+$/u.test(text)
  const value = Number(text)
  if (!Number.isFinite(value) || (isWhole && !Number.isSafeInteger(value))) {
    scanner.overflows.push({ pointer, text, offset: scanner.at })
  }
  scanner.at += text.length
}

function scanWord(scanner: Scanner): void {
  const word = ['true', 'false', 'null'].find((known) => scanner.text.startsWith(known, scanner.at))
  if (word === undefined) throw new ScanStop(`a value is missing before ${nextOf(scanner)}`)
  scanner.at += word.length
}

function expectNext(scanner: Scanner, wanted: string, words: string): void {
  if (scanner.text[scanner.at] !== wanted) throw new ScanStop(`${words} is missing before ${nextOf(scanner)}`)
  scanner.at += 1
}

function skipBlanks(scanner: Scanner): void {
  while (' \t\r\n'.includes(scanner.text[scanner.at] ?? 'end')) scanner.at += 1
}

function nextOf({ text, at }: Scanner): string {
  const point = text.codePointAt(at)
  if (point === undefined) return 'the end of the line'
  const isPlain = point > 32 && point !== 127 && (point < 128 || point > 160)
  return isPlain
    ? JSON.stringify(String.fromCodePoint(point))
    : `U+${point.toString(16).toUpperCase().padStart(4, '0')}`
}

function isDigit(character: string): boolean {
  return character >= '0' && character <= '9'
}
