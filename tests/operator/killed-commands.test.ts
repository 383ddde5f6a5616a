import { expect, test } from 'vitest'
import { runBin } from '../../packages/test-kit/src/index.ts'
import { expectOk } from '../accidents/accident-world.ts'
import { openSituation, type Situation } from '../open-scenario.ts'

const arm = ['arm', '--yes', '--reason', 'a test'] as const
const armPoints = [
  'arm/move-branch/before',
  'arm/move-branch/after',
  'arm/adopt-files/after',
  'arm/move-run-ref/after',
]
const acceptPoints = [
  'accept/commit/before',
  'accept/commit/after',
  'accept/publish/before',
  'accept/publish/after',
]

/** The lines of a type in the committed log of the branch. */
function told({ repo, feature }: Situation, type: string): number {
  const log = repo.git('cat-file', 'blob', `${feature.branch}:${feature.path}/events.jsonl`)
  return log.split('\n').filter((line) => line.includes(`"event_type":"${type}"`)).length
}

test.each(armPoints)('an arm that is killed at %s on a checked-out branch is armed once', async (point) => {
  const it = openSituation()
  const { repo, feature } = it
  repo.git('switch', '--quiet', '-c', feature.branch)
  repo.write(`${feature.path}/DECISIONS.md`, '# Decisions\n')
  const killed = await it.loopWith({ GATECYCLE_FAULT: point }, ...arm)
  expect(killed.signal, killed.stderr).toBe('SIGKILL')
  expectOk(await it.loop(...arm))
  expect(told(it, 'gate_armed')).toBe(1)
  expect(repo.git('status', '--porcelain')).toBe('')
  expect(repo.git('log', '--format=%s', 'main..HEAD').split('\n')).toEqual(['chore(loop): arm gate 1'])
  expect(repo.git('show', `HEAD:${feature.path}/DECISIONS.md`)).toBe('# Decisions')
})

test('a run after a killed arm finishes it, and leaves what was edited meanwhile', async () => {
  const it = openSituation()
  const { repo, feature } = it
  repo.git('switch', '--quiet', '-c', feature.branch)
  await it.loopWith({ GATECYCLE_FAULT: 'arm/move-branch/after' }, ...arm)
  repo.write('README.md', 'mine\n')
  expectOk(await it.loop())
  expect(repo.git('status', '--porcelain', '--', feature.path)).toBe('')
  expect(repo.read('README.md')).toBe('mine\n')
  expect(told(it, 'gate_armed')).toBe(1)
})

test.each(acceptPoints)('an acceptance that is killed at %s is told once', async (point) => {
  const it = openSituation()
  const { repo, feature } = it
  await it.arm()
  expectOk(await it.loop())
  const killed = await it.loopWith({ GATECYCLE_FAULT: point }, 'accept', '--yes')
  expect(killed.signal, killed.stderr).toBe('SIGKILL')
  await it.loop('accept', '--yes')
  expect([told(it, 'feature_accepted'), told(it, 'terminal_flips')]).toEqual([1, 1])
  expect(repo.git('show', `${feature.branch}:${feature.path}/PLAN.md`)).toContain('status: done')
  const log = repo.git('cat-file', 'blob', `${feature.branch}:${feature.path}/events.jsonl`)
  repo.write('../log.jsonl', `${log}\n`)
  expectOk(await runBin('validate-event', ['log.jsonl'], { cwd: repo.outside, env: repo.env }))
})
