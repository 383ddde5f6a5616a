import { expect, test } from 'vitest'
import {
  decideOutcome,
  type AgentClass,
  type AgentOutcome,
  type Ending,
  type ProcessEnd,
} from '../src/index.ts'

const quiet = { text: '', bytes: 0, sha256: '', truncated: false }
const parsed: AgentOutcome = { class: 'ok', text: 'half', costUsd: 0.5, inputTokens: 10, outputTokens: 5 }

function endOf(ending: Ending): ProcessEnd {
  return { ...ending, durationMs: 1, survivors: 0, stdout: quiet, stderr: quiet }
}

test.each<[Ending, AgentClass]>([
  [{ kind: 'timed-out' }, 'timed_out'],
  [{ kind: 'stalled' }, 'stalled'],
  [{ kind: 'interrupted' }, 'interrupted'],
])('what the driver did itself comes before what was read: %o', (ending, expected) => {
  const outcome = decideOutcome(endOf(ending), () => parsed)
  expect(outcome).toMatchObject({ ...parsed, class: expected })
  expect(outcome.detail).toBeDefined()
})

test.each<[Ending & { kind: 'spawn-failed' }, AgentClass]>([
  [{ kind: 'spawn-failed', reason: 'not-found', message: 'm' }, 'config'],
  [{ kind: 'spawn-failed', reason: 'not-executable', message: 'm' }, 'config'],
  [{ kind: 'spawn-failed', reason: 'bad-cwd', message: 'm' }, 'config'],
  [{ kind: 'spawn-failed', reason: 'other', message: 'm' }, 'config'],
])('a process that was not started cost nothing: %o', (ending, expected) => {
  const outcome = decideOutcome(endOf(ending), () => parsed)
  expect(outcome).toEqual({
    class: expected,
    text: '',
    costUsd: 0,
    inputTokens: 0,
    outputTokens: 0,
    detail: 'm',
  })
})

test.each<Ending>([
  { kind: 'exited', exitCode: 0 },
  { kind: 'signalled', signal: 'SIGSEGV' },
])('otherwise the parser decides: %o', (ending) =>
  expect(decideOutcome(endOf(ending), () => parsed)).toBe(parsed),
)
