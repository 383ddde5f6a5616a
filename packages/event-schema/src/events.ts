import type { Envelope, EventPayloads } from './generated/events.ts'

export type * from './generated/events.ts'

/** What can happen, in version 1. */
export type EventType = keyof EventPayloads

/** An event before it gets its place in the log; its payload is that of its type. */
export type UnsealedEvent<Type extends EventType = EventType> = {
  readonly [T in Type]: Omit<Envelope, 'event_type' | 'payload' | 'schema' | 'seq' | 'prev' | 'hash'> & {
    readonly event_type: T
    readonly payload: EventPayloads[T]
  }
}[Type]

/** An event as it stands in the log, version 1. */
export type SealedEvent<Type extends EventType = EventType> = UnsealedEvent<Type> &
  Pick<Envelope, 'schema' | 'seq' | 'prev' | 'hash'>

/** An event of older tools, version 0: no place, no hash, and a payload known for some types only. */
export interface OlderEvent {
  readonly timestamp: string
  readonly correlation_id: string
  readonly event_type: string
  readonly source: string
  readonly source_version: string
  readonly payload: Readonly<Record<string, unknown>>
}
