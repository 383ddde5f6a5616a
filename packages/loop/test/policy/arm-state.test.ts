import type { SealedEvent } from '@gatecycle/event-schema'
import type { GateContent } from '@gatecycle/plan-model'
import { expect, test } from 'vitest'
import { armStateOf, describeArmState } from '../../src/policy/arm-state.ts'

const content = { digest: 'sha256:now', parts: { 'PLAN.md': 'p', 'WU-01.md': 'u' } } as unknown as GateContent

type Told = readonly ['armed' | 'reached', number, Readonly<Record<string, unknown>>?]
/** A log of arms and ends of gates, as far as the policy looks. */
const logOf = (...told: readonly Told[]): readonly SealedEvent[] =>
  told.map(([what, gate, changes], index) => {
    const armed = { gate, arm_id: `arm-${index}`, digest: content.digest, parts: content.parts, ...changes }
    return {
      seq: index + 1,
      event_type: what === 'armed' ? 'gate_armed' : 'gate_reached',
      payload: what === 'armed' ? armed : { gate },
    } as unknown as SealedEvent
  })
const other = { digest: 'sha256:old', parts: { 'PLAN.md': 'p', 'WU-01.md': 'x', 'WU-02.md': 'y' } }

test.each([
  ['an empty log', logOf(), { kind: 'never' }],
  ['an arm of another gate', logOf(['armed', 2]), { kind: 'never' }],
  ['an arm for this content', logOf(['armed', 1]), { kind: 'armed', armId: 'arm-0', digest: 'sha256:now' }],
  ['an arm that was used', logOf(['armed', 1], ['reached', 1]), { kind: 'spent' }],
  [
    'an arm while another gate was reached',
    logOf(['armed', 1], ['reached', 2]),
    { kind: 'armed', armId: 'arm-0', digest: 'sha256:now' },
  ],
  [
    'a second arm after the first was used',
    logOf(['armed', 1], ['reached', 1], ['armed', 1]),
    { kind: 'armed', armId: 'arm-2', digest: 'sha256:now' },
  ],
  [
    'a second arm for other content: the last one counts',
    logOf(['armed', 1], ['armed', 1, other]),
    { kind: 'changed', parts: ['WU-01.md', 'WU-02.md'] },
  ],
  [
    'an arm for other content',
    logOf(['armed', 1, other]),
    { kind: 'changed', parts: ['WU-01.md', 'WU-02.md'] },
  ],
  [
    'an arm for less content',
    logOf(['armed', 1, { digest: 'd', parts: { 'PLAN.md': 'p' } }]),
    { kind: 'changed', parts: ['WU-01.md'] },
  ],
  ['a used arm for other content', logOf(['armed', 1, other], ['reached', 1]), { kind: 'spent' }],
])('%s', (_what, log, expected) => {
  expect(armStateOf(log, 1, content)).toEqual(expected)
})

test('every state is told to a person', () => {
  const states = [
    { kind: 'armed', armId: 'a', digest: 'd' },
    { kind: 'never' },
    { kind: 'spent' },
    { kind: 'changed', parts: ['PLAN.md', 'WU-01.md'] },
  ] as const
  expect(states.map((state) => describeArmState(state, 2))).toMatchInlineSnapshot(`
    [
      "gate 2 is armed",
      "gate 2 has never been armed",
      "the arm of gate 2 is spent: one arm serves one execution",
      "gate 2 was armed for other content; changed since: PLAN.md, WU-01.md",
    ]
  `)
})
