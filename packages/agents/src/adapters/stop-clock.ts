import type { Stop } from '../process-end.ts'
import type { ProcessOrder } from '../process-order.ts'

export interface StopClock {
  /** Resolves once, with the first reason to end the process; never when there is none. */
  readonly stopped: Promise<Stop>
  readonly sawOutput: () => void
  readonly stop: (reason: Stop) => void
  readonly cancel: () => void
}

/** Timers of Node overflow to 1 ms beyond this; 24 days are as good as for ever. */
const longestTimerMs = 2 ** 31 - 1

/** Watches wall clock, silence and interruption of one process. */
export function startStopClock(order: Pick<ProcessOrder, 'timeoutMs' | 'silenceMs' | 'signal'>): StopClock {
  // Assigned at once: the promise calls its function before its constructor returns.
  let stop!: (reason: Stop) => void
  const stopped = new Promise<Stop>((resolve) => {
    stop = resolve
  })
  const wall = startTimer(order.timeoutMs, () => stop('timed-out'))
  const silence = startTimer(order.silenceMs, () => stop('stalled'))
  const interrupt = (): void => stop('interrupted')
  order.signal?.addEventListener('abort', interrupt, { once: true })
  if (order.signal?.aborted === true) interrupt()
  return {
    stopped,
    stop,
    sawOutput: () => silence?.refresh(),
    cancel: () => {
      clearTimeout(wall)
      clearTimeout(silence)
      order.signal?.removeEventListener('abort', interrupt)
    },
  }
}

function startTimer(ms: number | undefined, act: () => void): NodeJS.Timeout | undefined {
  return ms === undefined ? undefined : setTimeout(act, Math.min(ms, longestTimerMs))
}
