import { expect, test } from 'vitest'
import { sealEvent, type ChainHead } from '@gatecycle/event-schema'
import { createLogReader } from '../../src/policy/log-index.ts'
import { sealMessage, wordCommit } from '../../src/policy/commit-message.ts'
import { claimsUnit, proveUnit, type UnitClaim } from '../../src/policy/prove-unit.ts'
import { createUnit } from '../sample-feature.ts'

const tree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904'
const digest = `sha256:${'d'.repeat(64)}` as const

/** A log of an arm and what came after it. */
const lines = ((): readonly string[] => {
  let head: ChainHead | undefined
  return [1, 2, 3].map((number) => {
    const arm = {
      gate: 1,
      arm_id: 'arm-1-abcd',
      digest,
      parts: {},
      reason: null,
      actor: 'Ada',
      head: tree,
      mode: 'recorded' as const,
    }
    const sealed = sealEvent(head, {
      timestamp: '2026-01-31T09:00:00.000Z',
      correlation_id: 'FEAT-2026-0007',
      source: 'driver',
      source_version: '0.1.0',
      ...(number === 1
        ? { event_type: 'gate_armed', payload: arm }
        : { event_type: 'gate_reached', payload: { gate: number, terminal: false, units: 1 } }),
    })
    ;({ head } = sealed)
    return sealed.line
  })
})()
const logOf = (from: number, to: number): UnitClaim['log'] =>
  createLogReader()(lines.slice(from, to).join(''))
const eventLog = logOf(0, 2)?.head ?? ''

const messageOf = (changes: Partial<Parameters<typeof wordCommit>[0]> = {}): string =>
  sealMessage(
    wordCommit({
      template: '{type}: {title}',
      unit: createUnit('T01'),
      gate: 1,
      attempt: 1,
      agent: 'robo (command) sonnet medium',
      armId: 'arm-1-abcd',
      planDigest: digest,
      verification: { results: [{ set: 'code', name: 'tests', answer: '0' }], digest: 'sha256:verification' },
      tree,
      change: 'sha256:change',
      eventLog,
      costUsd: undefined,
      containment: 'none',
      sharesIgnored: false,
      cleanRoom: false,
      ...changes,
    }),
    tree,
  )

const claim: UnitClaim = {
  tree,
  message: messageOf(),
  log: logOf(0, 2),
  isReached: (hash) => hash === eventLog,
  change: async () => 'sha256:change',
}
const moved = { tree: tree.replace('4', '5') }

test('a unit’s commit that is as it landed is proved, and on another base carried', async () => {
  expect(claimsUnit(claim.message ?? '')).toBe(true)
  expect(await proveUnit(claim)).toMatchObject({ verdict: 'proved' })
  expect(await proveUnit({ ...claim, ...moved })).toMatchObject({ verdict: 'carried' })
})

const wrong: readonly (readonly [string, Partial<UnitClaim>, string])[] = [
  ['another change', { ...moved, change: async () => 'sha256:other' }, 'changes something else'],
  ['a change that cannot be read', { ...moved, change: async () => undefined }, 'changes something else'],
  ['no log', { log: undefined }, 'no event log'],
  ['a log that is damaged', { log: createLogReader()('{}\n') }, 'damaged'],
  ['a log that ends before', { log: logOf(0, 1) }, 'does not end with the line of Event-Log'],
  ['a log that goes on', { log: logOf(0, 3) }, 'does not end with the line of Event-Log'],
  ['an empty log', { log: createLogReader()('') }, 'does not end with the line of Event-Log'],
  ['an end that lost the line', { isReached: () => false }, 'at the end of the range'],
  ['another arm', { message: messageOf({ armId: 'arm-1-xxxx' }) }, 'has no arm arm-1-xxxx'],
  ['an arm of other content', { message: messageOf({ planDigest: 'sha256:other' }) }, 'other content'],
  ['an arm of another gate', { message: messageOf({ gate: 2 }) }, 'other content'],
  ['no line of the log', { message: messageOf({ eventLog: '' }) }, 'has no Event-Log'],
  ['another word', { message: messageOf().replace('says hello', 'says bye') }, 'Proof is another one'],
  ['another attempt', { message: messageOf().replace('Attempt: 1', 'Attempt: 2') }, 'Proof is another one'],
  ['no Proof', { message: messageOf().replace(/Proof: .*\n/u, '') }, 'has no Proof'],
  ['a message that is no text', { message: undefined }, 'not as the driver wrote it'],
  ['an empty line more', { message: `${messageOf()}\n` }, 'not as the driver wrote it'],
]

test.each(wrong)('%s is unproved, with the reason', async (_what, changes, reason) => {
  const proof = await proveUnit({ ...claim, ...changes })
  expect(proof.verdict).toBe('unproved')
  expect(proof.reason).toContain(reason)
})
