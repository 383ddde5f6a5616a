import type { Stopping } from '../../effects/world.ts'
import type { StopSignal } from '../../machine/failure.ts'

const signals: readonly StopSignal[] = ['SIGINT', 'SIGTERM', 'SIGHUP']
const codes: Readonly<Record<StopSignal, number>> = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 }

/** The first signal asks the run to end in order; a second one ends the process at once. `close` gives the signals back. */
export function createStopping(say: (line: string) => void): Stopping & { readonly close: () => void } {
  const controller = new AbortController()
  let reason: StopSignal | undefined
  const listeners = signals.map((name) => {
    const listener = (): void => {
      if (reason !== undefined) process.exit(codes[name])
      reason = name
      say(`${name}: ending the agent and keeping what it did; again to stop at once`)
      controller.abort()
    }
    process.on(name, listener)
    return { name, listener }
  })
  return {
    signal: controller.signal,
    reason: () => reason,
    close: () => {
      for (const { name, listener } of listeners) process.off(name, listener)
    },
  }
}

/** For commands that are too short to be stopped. */
export const neverStopping: Stopping = { signal: new AbortController().signal, reason: () => undefined }
