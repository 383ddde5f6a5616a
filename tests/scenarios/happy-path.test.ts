import { expect, test } from 'vitest'
import { runBin, snapshotCheckout, trailersOf } from '../../packages/test-kit/src/index.ts'
import { openSituation } from '../open-scenario.ts'

const trailerNames = [
  'Feature',
  'Gate',
  'Attempt',
  'Agent',
  'Arm',
  'Plan-Digest',
  'Verified',
  'Verified-Tree',
  'Verification-Digest',
  'Event-Log',
  'Containment',
  'Proof',
]

test('a feature goes to its gate with one commit for each unit, and ends when it is accepted', async () => {
  const it = openSituation({ units: 2 })
  const { repo, feature } = it
  await it.arm()
  const before = snapshotCheckout(repo, feature)

  const end = await it.loop()

  expect(end, end.stderr).toMatchObject({ exitCode: 0 })
  expect(it.subjects()).toEqual([
    'chore(loop): arm gate 1',
    'feat: Do T01',
    'feat: Do T02',
    'docs: Do G1-CLOSE',
    'chore(loop): gate 1 awaits review',
  ])
  expect(it.calls()).toHaveLength(3)
  expect(repo.git('rev-parse', feature.branch)).toBe(repo.git('rev-parse', feature.runRef))
  expect(snapshotCheckout(repo, feature)).toEqual(before)
  expect(end.stdout).toContain(`loop accept ${feature.id}`)

  const accepted = await it.loop('accept', '--yes')
  expect(accepted, accepted.stderr).toMatchObject({ exitCode: 0 })
  expect(repo.git('show', `${feature.branch}:${feature.path}/PLAN.md`)).toContain('status: done')
  expect(repo.git('show', `${feature.branch}:${feature.path}/GATE-01.md`)).toContain('status: passed')
  expect(repo.git('show', `${feature.branch}:.gatecycle/roadmap.md`)).toContain('| done |')
  expect(await it.loop()).toMatchObject({ exitCode: 1 })
})

test('each unit commit carries every trailer, and its verified tree is its tree', async () => {
  const it = openSituation({ units: 2 })
  await it.arm()
  await it.loop()
  const units = it.repo.git('log', '--format=%H', '--grep=^Verified-Tree:', it.feature.runRef).split('\n')
  expect(units).toHaveLength(3)
  for (const commit of units) {
    const trailers = trailersOf(it.repo, commit)
    expect(Object.keys(trailers)).toEqual(expect.arrayContaining(trailerNames))
    expect(trailers['Verified-Tree']).toBe(it.repo.git('rev-parse', `${commit}^{tree}`))
  }
})

test('the log of a finished run is valid, and a second run finds the gate reached and changes nothing', async () => {
  const it = openSituation()
  const { repo, feature } = it
  await it.arm()
  await it.loop()
  const tip = repo.git('rev-parse', feature.runRef)
  repo.git('switch', '--quiet', feature.branch)
  const log = await runBin('validate-event', [`${feature.path}/events.jsonl`], {
    cwd: repo.path,
    env: repo.env,
  })
  expect(log, log.stdout + log.stderr).toMatchObject({ exitCode: 0 })

  expect(await it.loop()).toMatchObject({ exitCode: 0 })
  expect(await it.loop('--detailed-exitcode')).toMatchObject({ exitCode: 20 })
  expect(repo.git('rev-parse', feature.runRef)).toBe(tip)
  expect(it.calls()).toHaveLength(2)
})
