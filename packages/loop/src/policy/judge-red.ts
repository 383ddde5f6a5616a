import { digestData } from '@gatecycle/plan-model'
import type { VerificationReport } from '../machine/unit-attempt.ts'

/** The report of a candidate whose own test passes with the work and fails without it. Pure. */
export function withRed(
  verification: VerificationReport,
  green: VerificationReport,
  red: VerificationReport,
): VerificationReport {
  return {
    results: [...verification.results, ...green.results],
    digest: digestData([verification.digest, green.digest, red.digest]),
  }
}
