import { expect, test } from 'vitest'
import { awaitFile, controlOf, makeFile, writeFeature } from '../../packages/test-kit/src/index.ts'
import { openSituation, situationOf } from '../open-scenario.ts'

test(
  'one feature at a time is worked on in a repository; arming another one is no work',
  { timeout: 180_000 },
  async () => {
    let second = { id: '', branch: '', stateRoot: '', path: '', runRef: '' }
    const it = openSituation({
      agent: { 'T01/1': [{ do: 'wait', name: 'work' }, { do: 'work' }] },
      before: (repo) => {
        second = writeFeature(repo, { id: 'FEAT-2026-0002', slug: 'second' })
      },
    })
    const { repo, feature } = it
    const other = situationOf(repo, second)
    const armed = await it.loop('arm', feature.id, '--yes', '--reason', 'a test')
    expect(armed, armed.stdout).toMatchObject({ exitCode: 0 })
    const running = it.start('run', feature.id)
    await awaitFile(`${controlOf(repo)}/work.reached`)

    const otherArmed = await other.loop('arm', second.id, '--yes', '--reason', 'a test')
    expect(otherArmed, otherArmed.stdout).toMatchObject({ exitCode: 0 })
    const refused = await other.loop('run', second.id)
    expect(refused).toMatchObject({ exitCode: 25 })
    expect(refused.stdout).toContain(`"loop run ${feature.id}"`)

    makeFile(`${controlOf(repo)}/work.go`)
    expect(await running.ended).toMatchObject({ exitCode: 0 })
    expect(await other.loop('run', second.id)).toMatchObject({ exitCode: 0 })
  },
)
