import { fakeAgentConfig, writeFeature } from '@gatecycle/test-kit'
import { expect } from 'vitest'
import { createPlanReader } from '../../../src/adapters/plan/plan-reader.ts'
import { test } from '../../repo-test.ts'

test('a reader that has read one commit reads of the next whatever has changed', async ({ repo, git }) => {
  const feature = writeFeature(repo, { units: 1, config: fakeAgentConfig('') })
  const first = repo.commitAll('plan')
  const folder = feature.path.split('/').at(-1) ?? ''
  const read = createPlanReader(git, { stateRoot: '.gatecycle', folder })
  const before = await read(first)
  repo.write('.gatecycle/verification.yml', 'code:\n  - name: other\n    run: ["true"]\n')
  repo.write('.gatecycle/config.yml', fakeAgentConfig('timeouts:\n  hook: 77\n'))
  const after = await read(repo.commitAll('changed'))
  const namesIn = (plan: typeof before): readonly string[] =>
    [...plan.verification.sets.values()].flat().map(({ name }) => name)
  expect(namesIn(before)).not.toContain('other')
  expect(namesIn(after)).toEqual(['other'])
  expect([before.config.timeouts.hook === 77, after.config.timeouts.hook]).toEqual([false, 77])
  expect(await read(first)).toEqual(before)
})
