import { expectTypeOf, test } from 'vitest'
import type { EventType, SealedEvent, UnsealedEvent } from '@gatecycle/event-schema'

const head = { timestamp: '', correlation_id: '', source: '', source_version: '' }

const type = 'prompt_written'
const half = { attempt: 1, sha256: '' }
const ofAnother = { gate: 1, terminal: true, units: 1 }

test('an event with the payload of another type does not compile', () => {
  const event: UnsealedEvent = { ...head, event_type: type, payload: { ...half, bytes: 1 } }
  // @ts-expect-error the payload lacks a member
  const short: UnsealedEvent = { ...head, event_type: type, payload: half }
  // @ts-expect-error the payload is that of gate_reached
  const other: UnsealedEvent = { ...head, event_type: type, payload: ofAnother }
  // @ts-expect-error no event is called so
  const unknown: UnsealedEvent = { ...head, event_type: 'prompt_read', payload: half }
  expectTypeOf([event, short, other, unknown]).not.toBeNever()
})

test('a sealed event narrows by its type', () => {
  expectTypeOf<SealedEvent<'gate_reached'>['payload']['terminal']>().toEqualTypeOf<boolean>()
  expectTypeOf<SealedEvent['event_type']>().toEqualTypeOf<EventType>()
  expectTypeOf<SealedEvent['schema']>().toEqualTypeOf<1>()
})
