import { parseVerification, verificationSettings } from '@gatecycle/plan-model'
import { expect, test } from 'vitest'
import { oracleSettingsOf } from '../../src/policy/oracle-settings.ts'
import { verificationMapping, worktreeNeedsOf } from '../../src/policy/worktree-needs.ts'
import { verificationSettingsOf } from '../../src/policy/verification-settings.ts'

const samples: Readonly<Record<string, string>> = {
  defaults: '{timeout: 5}',
  setup: '[{name: a, run: [x]}]',
  clean_room: 'true',
  fail_fast: 'true',
  flaky: 'accept',
  tests_may_shrink: 'stop',
}

/** All that the driver takes from verification.yml. */
function readingOf(text: string): unknown {
  const settings = verificationMapping(text)
  return [
    parseVerification(text).sets,
    worktreeNeedsOf(settings),
    verificationSettingsOf(settings),
    oracleSettingsOf(settings),
  ].map((part) => JSON.stringify(part, (_key, value: unknown) => (value instanceof Map ? [...value] : value)))
}

test.each(Object.entries(verificationSettings))(
  '%s has the effect that the table says',
  (key, { effect }) => {
    const code = 'code: [{name: a, run: [x]}]\n'
    const [before, after] = [readingOf(code), readingOf(`${code}${key}: ${samples[key] ?? '[x]'}\n`)]
    if (effect === 'ignored') expect(after).toEqual(before)
    else expect(after).not.toEqual(before)
  },
)

test('the timeout of the file is that of `setup` as well', () => {
  const settings = verificationMapping(
    'defaults: {timeout: 5}\nsetup: [{name: a, run: [x]}, {name: b, run: [y], timeout: 7}]\n',
  )
  expect(worktreeNeedsOf(settings).setup.map(({ timeout }) => timeout)).toEqual([5, 7])
})
