import type { ChainHead, EventCode, EventProblem, OlderEvent, SealedEvent } from '@gatecycle/event-schema'
import type { ChainCheck, Link } from './check-chain.ts'
import { errorAt, type Report } from './finding.ts'
import type { KnownShapes } from './known-shapes.ts'
import type { OlderPart } from './older-part.ts'

/** What is asked of a log besides valid lines. */
export interface LogRules {
  /** Every line is sealed. */
  readonly isChained: boolean
  /** The hash of the last line. */
  readonly head: string | undefined
  readonly mayBeEmpty: boolean
  /** Where the check begins: elsewhere than at the beginning the first sealed line is believed. */
  readonly from: 'beginning' | 'anywhere'
  /** Whether somebody brought a schema for an event type that is not known here. */
  readonly knowsType: ((type: string) => boolean) | undefined
  /** Further checks of an event: schemas that somebody brought, rules over several events. */
  readonly checkEvent: ((event: SealedEvent | OlderEvent) => readonly EventProblem[]) | undefined
}

/** What was seen of a log. */
export interface LogSummary {
  readonly events: number
  readonly sealed: number
  /** The first sealed line. */
  readonly first: Link | undefined
  /** Where the log ends; undefined when no line is sealed. */
  readonly head: ChainHead | undefined
}

/** What is known of a log between two lines of it. */
export interface LogState {
  readonly rules: LogRules
  readonly report: Report
  readonly older: OlderPart
  readonly shapes: KnownShapes
  lines: number
  events: number
  sealed: number
  chain: ChainCheck | undefined
  first: Link | undefined
  /** A line could not be read: it may have been the one that the first sealed line is linked to. */
  hasSkipped: boolean
}

/** Reports that something is wrong with the line at hand as a whole. */
export function reportError(state: LogState, code: EventCode, message: string): void {
  state.report(errorAt({ line: Math.max(1, state.lines), column: 1 }, code, message))
}
