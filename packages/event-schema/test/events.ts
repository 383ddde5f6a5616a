import { readFileSync } from 'node:fs'
import { sealEvent, type ChainHead, type EventType, type UnsealedEvent } from '@gatecycle/event-schema'

const schemas = new URL('../../../schemas/events/', import.meta.url)

/** An event of a type, with the example of its schema as payload. */
export function unsealed(type: EventType, minute = 0): UnsealedEvent {
  const text = readFileSync(new URL(`${type}.schema.json`, schemas), 'utf8')
  const schema = JSON.parse(text) as { readonly examples: readonly [never] }

  // Type and example are of one schema; a union of so many types is not followed that far.
  return {
    timestamp: new Date(Date.UTC(2026, 0, 31, 9, minute)).toISOString(),
    correlation_id: 'FEAT-2026-0007/T01',
    event_type: type,
    source: 'driver',
    source_version: '0.1.0',
    payload: schema.examples[0],
  } as UnsealedEvent
}

/** A log of events of these types, one minute apart. */
export function sealAll(types: readonly EventType[]): string {
  let head: ChainHead | undefined
  let log = ''
  for (const [minute, type] of types.entries()) {
    const sealed = sealEvent(head, unsealed(type, minute))
    head = sealed.head
    log += sealed.line
  }
  return log
}
