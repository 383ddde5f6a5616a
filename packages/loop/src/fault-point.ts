/** Set by the build: only test builds have fault points. */
declare const GATECYCLE_FAULT_POINTS: boolean | undefined

let hits = 0

/**
 * In test builds, GATECYCLE_FAULT=<name>[:<n>] kills this process with SIGKILL when the point is passed for the n-th time.
 * The names are `<machine>/<effect>/before`, `/after` (the effect is done, nobody knows) and `/journaled`.
 */
export function faultPoint(name: string): void {
  if (typeof GATECYCLE_FAULT_POINTS === 'undefined' || !GATECYCLE_FAULT_POINTS) return
  const [wanted, count = '1'] = (process.env['GATECYCLE_FAULT'] ?? '').split(':')
  if (wanted !== name) return
  hits += 1
  if (hits === Number(count)) process.kill(process.pid, 'SIGKILL')
}
