import { hash as digest } from 'node:crypto'
import { hashEndBytes, noHash, type ChainHead } from '@gatecycle/event-schema'
import type { LogState } from './log-state.ts'

/** Whole lines: bytes of them from `start`, and the same as a text in which each byte is a character. */
export interface Run {
  readonly bytes: Buffer
  readonly start: number
  readonly text: string
}

const newlineBytes = 1
const hashName = 'sha256:'
const hashBytes = noHash.length

/**
 * Takes the line at `at` if its shape is known and nothing is wrong with its place: the place behind it. Undefined, with
 * nothing taken, where somebody has to look closer. The run has to be UTF-8.
 */
export function takeKnown(state: LogState, run: Run, at: number): number | undefined {
  const offset = at - run.start
  const shape = state.shapes.find(run.text, offset)
  if (shape === undefined) return undefined
  const end = shape.pattern.lastIndex
  if (shape.isSealed ? !takeSealed(state, run, offset, end - newlineBytes) : isMisplaced(state)) {
    return undefined
  }
  state.lines += 1
  state.events += 1
  return run.start + end
}

function isMisplaced({ chain, rules }: LogState): boolean {
  return chain !== undefined || rules.isChained
}

/** Only a line that is linked to the one before it, and whose bytes are those that were sealed. */
function takeSealed(state: LogState, { bytes, start, text }: Run, at: number, end: number): boolean {
  const { chain } = state
  const before = chain?.expected()
  const hashed = end - hashEndBytes
  if (chain === undefined || before === undefined || !isLinked(text, hashed, before)) return false
  const hash = text.slice(end - hashBytes - '"}'.length, end - '"}'.length)
  const sealed = digest('sha256', bytes.subarray(start + at, start + hashed), 'hex')
  if (hash.slice(hashName.length) !== sealed) return false
  chain.advance(hash)
  state.sealed += 1
  return true
}

/** The pattern knows that `,"seq":<number>,"prev":"<hash>"` stands before `hashed`: what they are is compared here. */
function isLinked(text: string, hashed: number, { seq, hash }: ChainHead): boolean {
  const prevAt = hashed - hashBytes - '"'.length
  if (text.slice(prevAt, prevAt + hashBytes) !== hash) return false
  const seqEnd = prevAt - ',"prev":"'.length
  const next = `:${seq + 1}`
  return text.slice(seqEnd - next.length, seqEnd) === next
}
