import type { Clock } from '../../ports.ts'

/** The machine's clock. GATECYCLE_FIXED_TIME (RFC 3339) holds it still, so that histories can be compared byte by byte. */
export function createClock(env: Readonly<Record<string, string | undefined>>): Clock {
  const fixed = env['GATECYCLE_FIXED_TIME']
  return {
    now: () => (fixed === undefined || fixed === '' ? new Date().toISOString() : fixed),
    elapsed: () => performance.now(),
  }
}
