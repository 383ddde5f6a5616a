import { AppError } from '@gatecycle/diagnostics'
import { expect, test } from 'vitest'
import { drive } from '../src/drive.ts'
import type { EffectFailed } from '../src/machine/failure.ts'

type State =
  | { readonly at: 'working'; readonly left: number }
  | { readonly at: 'finished'; readonly how: string }
type Event = { readonly type: 'worked' } | EffectFailed
type Finished = Extract<State, { at: 'finished' }>

/** A machine that works some times, and everything that it did on the way. */
async function run(
  perform: () => Promise<Event>,
): Promise<{ readonly end: Finished; readonly diary: readonly string[] }> {
  const diary: string[] = []
  const end = await drive<State, Finished, Event, { readonly do: string }>({
    machine: 'sample',
    start: { at: 'working', left: 2 },
    effectOf: (state) => ({ do: `work ${state.left}` }),
    perform: async (effect) => {
      diary.push(effect.do)
      return perform()
    },
    transition: (state, event) => {
      diary.push(`after ${event.type}`)
      if (event.type === 'effect-failed') return { at: 'finished', how: event.code }
      return state.at === 'working' && state.left > 1
        ? { at: 'working', left: state.left - 1 }
        : { at: 'finished', how: 'done' }
    },
    record: async (event) => void diary.push(`record ${event.type}`),
  })
  return { end, diary }
}

test('each step is: do it, write it down, move on', async () => {
  const { end, diary } = await run(async () => ({ type: 'worked' }))
  expect(end).toEqual({ at: 'finished', how: 'done' })
  expect(diary).toEqual([
    'work 2',
    'record worked',
    'after worked',
    'work 1',
    'record worked',
    'after worked',
  ])
})

test('what a user can act on is an event, written down like any other', async () => {
  const { end, diary } = await run(async () => {
    throw new AppError('GIT_FAILED', 'git said no', { hint: 'look', exitCode: 30 })
  })
  expect([end.how, diary]).toEqual(['GIT_FAILED', ['work 2', 'record effect-failed', 'after effect-failed']])
})

test('a full disk is an event with a hint', async () => {
  const { end } = await run(async () => {
    throw Object.assign(new Error('write'), { code: 'ENOSPC' })
  })
  expect(end.how).toBe('SYSTEM_ENOSPC')
})

test.each([
  new TypeError('x is not a function'),
  new RangeError('too long'),
  Object.assign(new Error('?'), { code: 'EINVAL' }),
  'a text',
])('a bug ends the run as one: %s', async (bug) => {
  await expect(
    run(async () => {
      throw bug
    }),
  ).rejects.toBe(bug)
})

test('a journal that cannot be written ends the run as well', async () => {
  const broken = drive<State, Finished, Event, { readonly do: string }>({
    machine: 'sample',
    start: { at: 'working', left: 1 },
    effectOf: () => ({ do: 'work' }),
    perform: async () => ({ type: 'worked' }),
    transition: () => ({ at: 'finished', how: 'done' }),
    record: async () => {
      throw Object.assign(new Error('write'), { code: 'ENOSPC' })
    },
  })
  await expect(broken).rejects.toMatchObject({ code: 'ENOSPC' })
})
