import { hash as digest } from 'node:crypto'
import { isAscii, isUtf8 } from 'node:buffer'
import {
  countMembers,
  countNames,
  endsWithHash,
  explainLine,
  hashEndBytes,
  isValidBesidesSeal,
  type PlacedProblem,
} from '@gatecycle/event-schema'

/** The bytes of one line, without its newline; `text` is there where it is known to be ASCII. */
export interface LineBytes {
  readonly bytes: Buffer
  readonly start: number
  readonly end: number
  readonly text: string | undefined
}

/** A line: what JSON makes of it (undefined where it is none), and what is wrong with it by itself. */
export interface CheckedLine {
  readonly value: unknown
  readonly text: string
  readonly problems: readonly PlacedProblem[]
}

const nothing: readonly PlacedProblem[] = []
const carriageReturn = 13

/** Checks one line by itself: in the common case that nothing is wrong with it, quickly. */
export function checkLine(line: LineBytes): CheckedLine {
  const text = line.text ?? decode(line)
  if (text === undefined) return { value: undefined, text: '', problems: [explainEncoding(line)] }
  const value = parse(text)
  if (value !== undefined && isPlain(line, text, value)) return { value, text, problems: nothing }
  return { value, text, problems: explainLine(text) }
}

function isPlain(line: LineBytes, text: string, value: unknown): boolean {
  return (
    isValidBesidesSeal(value) &&
    isSealKept(line, text, value) &&
    line.bytes[line.end - 1] !== carriageReturn &&
    countNames(text) === countMembers(value)
  )
}

function isSealKept({ bytes, start, end }: LineBytes, text: string, value: unknown): boolean {
  const { hash } = value as { readonly hash?: string }
  if (hash === undefined) return true
  if (!endsWithHash(text, hash)) return false
  return hash === `sha256:${digest('sha256', bytes.subarray(start, end - hashEndBytes), 'hex')}`
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function decode({ bytes, start, end }: LineBytes): string | undefined {
  const line = bytes.subarray(start, end)
  if (isAscii(line)) return bytes.toString('latin1', start, end)
  return isUtf8(line) ? bytes.toString('utf8', start, end) : undefined
}

/** The first byte that is not UTF-8: where the text, written again, differs from what was read. */
function explainEncoding({ bytes, start, end }: LineBytes): PlacedProblem {
  const line = bytes.subarray(start, end)
  const again = Buffer.from(line.toString('utf8'))
  let at = 0
  while (again[at] === line[at]) at += 1
  const column = line.subarray(0, at).toString('utf8').length + 1
  const message = `byte ${at + 1} of the line is not UTF-8`
  return { code: 'EV106', severity: 'error', pointer: '', message, column, endColumn: column + 1 }
}
