import { expect, test } from 'vitest'
import { openSituation } from '../open-scenario.ts'

const red = ['red:', '  name: greeting', '  run: [sh, test/T01.sh]', 'oracles: [code]', 'max_attempts: 1']
const check = `if grep -rn '^bad' src; then exit 1; fi\nexit 0\n`

/** A unit that owes every proof: it edits the script that verifies it, and brings a test that is red without it. */
test.each([
  'unit/prepare-unit/after:1',
  'unit/check-old-oracle/before:1',
  'unit/check-old-oracle/journaled:1',
  'unit/check-red/after:1',
])('a driver that is killed at %s owes every proof again, and pays no agent twice for it', async (point) => {
  const units = [
    { local: 'T01', extra: red },
    { local: 'G1-CLOSE', type: 'close', dependsOn: ['T01'] },
  ]
  const it = openSituation({
    gates: [{ units }],
    agent: {
      T01: [
        { do: 'write', path: 'src/T01.txt', text: 'good\n' },
        { do: 'write', path: 'tools/check.sh', text: `${check}# more\n` },
        { do: 'write', path: 'test/T01.sh', text: 'grep -q good src/T01.txt\n' },
      ],
    },
  })
  await it.arm()
  const killed = await it.loopWith({ GATECYCLE_FAULT: point })
  expect(killed.signal, killed.stderr).toBe('SIGKILL')
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 0 })
  expect(it.calls().filter(({ unit }) => unit.endsWith('/T01'))).toHaveLength(1)
  expect(end.stderr).toContain('verifying under the old tools/check.sh: code/tests')
  expect(end.stderr).toContain('trying without the work: red/greeting')
})
