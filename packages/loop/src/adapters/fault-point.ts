import { appendFileSync } from 'node:fs'

/** Set by the build: only test builds have fault points. */
declare const GATECYCLE_FAULT_POINTS: boolean | undefined

let hits = 0
let watcher: ((name: string) => void) | undefined

/** For tests that drive the effects in their own process: called at every point; what it throws ends the run there, as a kill does. */
export function watchFaultPoints(watch: (name: string) => void): void {
  watcher = watch
}

/**
 * In test builds, GATECYCLE_FAULT=<name>[:<n>] kills this process with SIGKILL when the point is passed for the n-th time.
 * The names are `<machine>/<effect>/before`, `/after` (the effect is done, nobody knows) and `/journaled`.
 * GATECYCLE_FAULT_TRACE=<file> writes down every point that is passed, so that tests know what there is to kill at.
 */
export function faultPoint(name: string): void {
  if (typeof GATECYCLE_FAULT_POINTS === 'undefined' || !GATECYCLE_FAULT_POINTS) return
  watcher?.(name)
  const trace = process.env['GATECYCLE_FAULT_TRACE']
  if (trace !== undefined) appendFileSync(trace, `${name}\n`)
  const [wanted, count = '1'] = (process.env['GATECYCLE_FAULT'] ?? '').split(':')
  if (wanted !== name) return
  hits += 1
  if (hits === Number(count)) process.kill(process.pid, 'SIGKILL')
}
