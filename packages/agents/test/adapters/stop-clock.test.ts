import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startStopClock } from '../../src/adapters/stop-clock.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const neverStopped = Symbol('never stopped')

async function reasonAfter(clock: ReturnType<typeof startStopClock>, ms: number): Promise<unknown> {
  await vi.advanceTimersByTimeAsync(ms)
  return Promise.race([clock.stopped, Promise.resolve().then(() => neverStopped)])
}

test('output puts the silence clock back, not the wall clock', async () => {
  const clock = startStopClock({ timeoutMs: 1000, silenceMs: 300 })
  for (let i = 0; i < 4; i += 1) {
    expect(await reasonAfter(clock, 240)).toBe(neverStopped)
    clock.sawOutput()
  }
  expect(await reasonAfter(clock, 40)).toBe('timed-out')
})

test('the first reason stays', async () => {
  const clock = startStopClock({ timeoutMs: 1000, silenceMs: 300 })
  expect(await reasonAfter(clock, 2000)).toBe('stalled')
})

test('no limit is no limit, and a limit beyond the timers of Node is none either', async () => {
  expect(await reasonAfter(startStopClock({ timeoutMs: undefined, silenceMs: undefined }), 1e9)).toBe(
    neverStopped,
  )
  expect(await reasonAfter(startStopClock({ timeoutMs: 1e12, silenceMs: undefined }), 1e9)).toBe(neverStopped)
})

test('a cancelled clock says nothing', async () => {
  const controller = new AbortController()
  const clock = startStopClock({ timeoutMs: 10, silenceMs: 10, signal: controller.signal })
  clock.cancel()
  controller.abort()
  expect(await reasonAfter(clock, 1000)).toBe(neverStopped)
})
