import { expect, test } from 'vitest'
import { startOfUnit, type UnitEvent, type UnitState } from '../../src/machine/unit-state.ts'
import { unitTransition } from '../../src/machine/unit-table.ts'
import { resumeUnit, type ResumeFacts, type Resumption } from '../../src/policy/resume-unit.ts'
import { everyRun, storyOf } from '../machine/every-run.ts'
import { exploreUnit, standsOnItsProofs, type UnitRun } from '../machine/unit-runs.ts'

const maxAttempts = 2
const start = { state: startOfUnit(), maxAttempts }
const runs: readonly UnitRun[] = [...everyRun(exploreUnit(maxAttempts))]

/** A driver that died: what its journal says, what is true of the refs, and how the unit goes on. */
interface Death {
  readonly past: UnitRun
  readonly facts: ResumeFacts
  readonly resumption: Resumption
}

const stay = { base: 'base', runRef: 'base', statusAtRunRef: 'pending', isSameArm: true } as const
/** The refs as they can be after some steps: the next effect may have been done without anybody having written it down. */
function worldsAfter(past: UnitRun): readonly ResumeFacts[] {
  const last = past.at(-1)
  const state = last?.to ?? start.state
  const landed = (commit: string): ResumeFacts => ({
    base: 'base',
    runRef: commit,
    statusAtRunRef: 'done',
    isSameArm: true,
  })
  const blocked: ResumeFacts = {
    base: 'base',
    runRef: 'books',
    statusAtRunRef: 'blocked_human',
    isSameArm: true,
  }
  if (state.at === 'moving-ref') return [stay, landed(state.commit)]
  if (state.at === 'recording-commit') return [landed(state.commit)]
  if (state.at === 'blocking-unit') return [stay, blocked]
  if (state.at !== 'finished' || last === undefined) return [stay]
  if (state.outcome.kind === 'committed') return [landed(state.outcome.commit)]
  if (state.outcome.kind === 'blocked') return [blocked]
  if (last.from.at === 'recording-commit') return [landed(last.from.commit)]
  return last.event.type === 'effect-failed' ? worldsAfter(past.slice(0, -1)) : [stay]
}

function everyDeath(): readonly Death[] {
  const known = new Set<string>()
  return runs.flatMap((run) =>
    Array.from({ length: run.length + 1 }, (_, length) => run.slice(0, length)).flatMap((past) => {
      const key = JSON.stringify(past.map(({ event }) => event))
      if (known.has(key)) return []
      known.add(key)
      const events = past.map(({ event }) => event)
      return worldsAfter(past).map((facts) => ({ past, facts, resumption: resumeUnit(start, events, facts) }))
    }),
  )
}

const deaths = everyDeath()
const storiesOf = (isWrong: (death: Death) => boolean): readonly string[] =>
  deaths
    .filter(isWrong)
    .slice(0, 5)
    .map(
      ({ past, facts, resumption }) => `${storyOf(past)} | ${facts.runRef} | ${JSON.stringify(resumption)}`,
    )
const stateOf = ({ resumption }: Death): UnitState | undefined =>
  'state' in resumption ? resumption.state : undefined

const known = new Map<string, readonly UnitRun[]>()
/** Every way a resumed unit can go. */
function futuresOf(death: Death): readonly UnitRun[] {
  const state = stateOf(death)
  if (state === undefined) return []
  const key = JSON.stringify(state)
  const futures = known.get(key) ?? [...everyRun(exploreUnit(maxAttempts, state))]
  known.set(key, futures)
  return futures
}

/** The failures that a journal has decided and counted, whether their content was kept already or not. */
const decided = (past: UnitRun): readonly string[] =>
  past.flatMap(({ from, to }) =>
    to.at === 'discarding-attempt' && from.at !== to.at && to.failed.counted
      ? [`${to.failed.attempt} ${to.failed.outcome} ${to.failed.summary}`]
      : [],
  )
const historyOf = (run: UnitRun): readonly string[] => {
  const end = run.at(-1)?.to
  return end?.at === 'finished' ? end.history.map((e) => `${e.attempt} ${e.outcome} ${e.summary}`) : []
}

test('the number of deaths and of their futures is the one we last reviewed', () => {
  expect(deaths.length).toMatchInlineSnapshot(`12434`)
  expect(deaths.reduce((sum, death) => sum + futuresOf(death).length, 0)).toMatchInlineSnapshot(`746858`)
})

test('no resumed unit commits without a verification and proofs of its own', () => {
  const wrong = storiesOf((death) =>
    futuresOf(death).some((future) =>
      future.some(({ event }, index) => event.type === 'commit-created' && !standsOnItsProofs(future, index)),
    ),
  )
  expect(wrong).toEqual([])
})

test('no resumed unit starts behind its verification, except where its commit is the run ref already', () => {
  const behind: ReadonlySet<string> = new Set(['committing', 'moving-ref', 'recording-commit'])
  const wrong = storiesOf((death) => {
    const state = stateOf(death)
    if (state === undefined || !behind.has(state.at)) return false
    return state.at !== 'recording-commit' || state.commit !== death.facts.runRef
  })
  expect(wrong).toEqual([])
})

test('a commit that landed is never made again, and its books are closed', () => {
  const wrong = storiesOf(({ past, facts, resumption }) => {
    if (facts.statusAtRunRef !== 'done') return false
    const isRecorded = past.at(-1)?.event.type === 'commit-recorded'
    if (isRecorded) return resumption.kind !== 'finished'
    return resumption.kind !== 'go-on' || resumption.state.at !== 'recording-commit'
  })
  expect(wrong).toEqual([])
})

test('a verdict that is in the journal is never lost: every future knows all counted failures, once and in order', () => {
  const wrong = storiesOf((death) =>
    futuresOf(death).some((future) => {
      const told = historyOf(future)
      const lost = future.at(-1)?.event.type === 'effect-failed'
      const before = decided(death.past)
      const after = future.flatMap(({ from, event }) =>
        from.at === 'discarding-attempt' && event.type === 'attempt-discarded' && from.failed.counted
          ? [`${from.failed.attempt} ${from.failed.outcome} ${from.failed.summary}`]
          : [],
      )
      const all = [...new Set([...before, ...after])]
      return lost ? !all.join('; ').startsWith(told.join('; ')) : all.join('; ') !== told.join('; ')
    }),
  )
  expect(wrong).toEqual([])
})

test('no attempt is counted twice: the numbers of the counted ones are 1, 2, …, up to the limit', () => {
  const wrong = storiesOf((death) =>
    futuresOf(death).some((future) => {
      const numbers = historyOf(future).map((entry) => Number(entry.split(' ')[0]))
      return numbers.length > maxAttempts || numbers.some((number, index) => number !== index + 1)
    }),
  )
  expect(wrong).toEqual([])
})

test('an attempt that was cut has its number again; a counted one never', () => {
  const wrong = storiesOf((death) => {
    const counted = decided(death.past).length
    return futuresOf(death).some((future) =>
      future.some(({ from }) => from.at === 'running-agent' && from.attempt <= counted),
    )
  })
  expect(wrong).toEqual([])
})

test('tampering and a reported block are remembered: no future runs an agent or commits', () => {
  const wrong = storiesOf((death) => {
    const isOver = death.past.some(
      ({ to }) =>
        to.at === 'discarding-attempt' &&
        to.afterwards.go === 'block' &&
        to.afterwards.reason !== 'attempts_exhausted',
    )
    return (
      isOver &&
      futuresOf(death).some((future) =>
        future.some(({ from }) => from.at === 'running-agent' || from.at === 'committing'),
      )
    )
  })
  expect(wrong).toEqual([])
})

test('a failure that is in the journal is known again: no future pays an agent after the second of a kind', () => {
  const signaturesOf = (run: UnitRun): readonly string[] =>
    run.flatMap(({ event }) => (event.type === 'verification-failed' ? [event.signature] : []))
  const wrong = storiesOf((death) => {
    const before = signaturesOf(death.past)
    return futuresOf(death).some((future) => {
      const all = [...before, ...signaturesOf(future)]
      const second = all.findIndex((signature, index) => all.indexOf(signature) < index)
      return second !== -1 && second < all.length - 1
    })
  })
  expect(wrong).toEqual([])
})

test('nothing is taken for finished that is not committed or blocked', () => {
  const wrong = storiesOf(({ past, facts, resumption }) => {
    const end = past.at(-1)?.to
    const isOver = end?.at === 'finished' && ['committed', 'blocked'].includes(end.outcome.kind)
    const books = facts.statusAtRunRef === 'blocked_human'
    return (resumption.kind === 'finished') !== (isOver || books)
  })
  expect(wrong).toEqual([])
})

test('reconciling twice is reconciling once: a resumption resumes to itself', () => {
  const wrong = storiesOf((death) => {
    const state = stateOf(death)
    if (state === undefined) return false
    const again = resumeUnit({ state, maxAttempts }, [], death.facts)
    return !('state' in again) || JSON.stringify(again.state) !== JSON.stringify(state)
  })
  expect(wrong).toEqual([])
})

/** A journal that leads to a state. */
const eventsTo = (at: UnitState['at']): readonly UnitEvent[] => {
  if (at === start.state.at) return []
  const run = runs.find((steps) => steps.some(({ to }) => to.at === at)) ?? []
  return run.slice(0, run.findIndex(({ to }) => to.at === at) + 1).map(({ event }) => event)
}

test.each([
  ['writing-prompt', 'pending', { kind: 'foreign', attempt: 1 }],
  ['running-agent', 'pending', { kind: 'foreign', attempt: 1 }],
  ['verifying', 'pending', { kind: 'foreign', attempt: 1 }],
  ['verifying', undefined, { kind: 'foreign', attempt: 1 }],
  ['moving-ref', 'pending', { kind: 'foreign', attempt: 1 }],
  ['moving-ref', 'done', { kind: 'finished' }],
  ['discarding-attempt', 'pending', { kind: 'foreign', attempt: 1 }],
  ['blocking-unit', 'pending', { kind: 'foreign', attempt: 2 }],
  ['blocking-unit', 'blocked_human', { kind: 'finished' }],
] as const)('%s, the run ref is at a commit of somebody and says %s', (at, statusAtRunRef, expected) => {
  const facts = { base: 'base', runRef: 'somebody', statusAtRunRef, isSameArm: false }
  expect(resumeUnit(start, eventsTo(at), facts)).toEqual(expected)
})

test('a move of the run ref to the unit’s own commit is no foreign move', () => {
  const events = eventsTo('moving-ref')
  const state = events.reduce((at: UnitState, event) => unitTransition(at, event, start), start.state)
  const commit = state.at === 'moving-ref' ? state.commit : ''
  const resumption = resumeUnit(start, events, {
    base: 'base',
    runRef: commit,
    statusAtRunRef: 'done',
    isSameArm: true,
  })
  expect(resumption).toMatchObject({ kind: 'go-on', state: { at: 'recording-commit', commit } })
})

test.each([
  ['under the same arm it is written down on top', true, 'decided'],
  ['under a new one it is past', false, 'foreign'],
] as const)('a block that was decided before somebody committed: %s', (_what, isSameArm, kind) => {
  const history = [{ attempt: 1, outcome: 'plan_touched', summary: 'PLAN.md', output: '' }] as const
  const blocking = { at: 'blocking-unit', reason: 'tampering', summary: 'PLAN.md', history } as const
  const failed = { ...history[0], counted: true, report: undefined }
  const afterwards = { go: 'block', reason: 'tampering' } as const
  const discarding = { at: 'discarding-attempt', failed, history: [], afterwards } as const
  const facts = { base: 'base', runRef: 'somebody', statusAtRunRef: 'pending', isSameArm }
  for (const state of [blocking, discarding]) {
    const resumption = resumeUnit({ state, maxAttempts: 3 }, [], facts)
    expect(resumption).toMatchObject({ kind, attempt: 1 })
    if ('state' in resumption) expect(resumption.state).toEqual(blocking)
  }
  const retried = { ...discarding, afterwards: { go: 'retry' } } as const
  expect(resumeUnit({ state: retried, maxAttempts: 3 }, [], facts).kind).toBe('foreign')
})
