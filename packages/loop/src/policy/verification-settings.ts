import { entryOf, textOf, toPlain, type YamlMapping } from '@gatecycle/plan-model'

/** What verification.yml says about its answers as a whole. */
export interface VerificationSettings {
  /** Whether what stands behind a command that did not pass is left out. */
  readonly failFast: boolean
  /** What a command counts as that failed and passed when it was run once more. */
  readonly flaky: 'refuse' | 'accept'
  /** What becomes of a unit after which fewer tests run. */
  readonly testsMayShrink: 'review' | 'stop' | 'allow'
}

const shrinkPolicies = ['review', 'stop', 'allow'] as const

/** Reads `fail_fast`, `flaky` and `tests_may_shrink`. The parser has already said what of them cannot be read. */
export function verificationSettingsOf(verification: YamlMapping | undefined): VerificationSettings {
  const failFast = entryOf(verification, 'fail_fast')?.value
  const shrink = textOf(verification, 'tests_may_shrink')?.value
  return {
    failFast: failFast !== undefined && toPlain(failFast) === true,
    flaky: textOf(verification, 'flaky')?.value === 'accept' ? 'accept' : 'refuse',
    testsMayShrink: shrinkPolicies.find((one) => one === shrink) ?? 'review',
  }
}
