import { expect, test } from 'vitest'
import { controlOf, makeFile } from '../../packages/test-kit/src/index.ts'
import { openSituation } from '../open-scenario.ts'

const verification = `code:
  - name: tests
    command: 'test ! -e src/T01.txt || test ! -e "$GATECYCLE_TEST_CONTROL/red"'
`

test.each([
  'unit/run-verification/journaled',
  'unit/create-commit/before',
  'unit/create-commit/journaled',
  'unit/move-ref/before',
])('a pass that a dead driver saw (%s) is not believed: the candidate is verified again', async (point) => {
  const it = openSituation({ verification })
  await it.arm()
  expect(await it.loopWith({ GATECYCLE_FAULT: point })).toMatchObject({ signal: 'SIGKILL' })
  makeFile(`${controlOf(it.repo)}/red`)
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 22 })
  expect(it.repo.git('ls-tree', '-r', '--name-only', it.feature.runRef)).not.toContain('src/T01.txt')
})
