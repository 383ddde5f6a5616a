import { linkSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { awaitThat, gitThat, startBin } from '../../packages/test-kit/src/index.ts'
import {
  expectFinished,
  expectOk,
  expectScreen,
  landedUnits,
  moveBase,
  openAccident,
  openSecondClone,
  openTemplate,
  type,
  type Template,
} from './accident-world.ts'

let armed: Template
let landed: Template
const seen: string[] = []

beforeAll(async () => {
  armed = await openTemplate({ landed: false })
  landed = await openTemplate({ landed: true })
})

afterAll(() => {
  for (const { repo } of [armed, landed]) repo.remove()
  process.stdout.write(`accidents: ${seen.length} explained, resumed and finished: ${seen.join(', ')}\n`)
})

test.each([
  ['from the branch', '--take branch'],
  ['from the driver’s commits', '--take run'],
] as const)('a branch that was reset goes on %s', async (_what, take) => {
  const it = openAccident(landed)
  const { repo, feature } = it
  const lost = repo.git('rev-parse', feature.branch)
  repo.git('switch', '--quiet', feature.branch)
  repo.git('reset', '--quiet', '--hard', 'HEAD~1')
  const stopped = await it.loop()
  expect(stopped).toMatchObject({ exitCode: 31 })
  const offered = expectScreen(stopped, /was reset to an earlier commit.*T01/u)
  expect(repo.git('rev-parse', feature.runRef)).toBe(lost)
  expectOk(
    await type(
      it,
      offered.find((line) => line.endsWith(take)),
    ),
  )
  expect(repo.gitSays('merge-base', '--is-ancestor', lost, 'HEAD')).toBe(take === '--take run')
  if (take === '--take branch') expect(repo.git('for-each-ref', '--points-at', lost)).toContain('/rescue/')
  await expectFinished(it)
  seen.push(`reset ${take}`)
})

test.each([
  ['branch', 'before'],
  ['branch', 'after'],
  ['run', 'before'],
  ['run', 'after'],
] as const)(
  'a resync to the %s that is killed %s its refs move is finished by the same command',
  async (take, when) => {
    const it = openAccident(landed)
    const { repo, feature } = it
    const lost = repo.git('rev-parse', feature.branch)
    repo.git('switch', '--quiet', feature.branch)
    repo.git('reset', '--quiet', '--hard', 'HEAD~1')
    const fault = { GATECYCLE_FAULT: `resync/move-refs/${when}` }
    expect((await it.loopWith(fault, 'resync', '--take', take)).signal).toBe('SIGKILL')
    expectOk(await it.loop('resync', '--take', take))
    expect(repo.git('rev-parse', feature.runRef)).toBe(repo.git('rev-parse', feature.branch))
    expect(repo.git('for-each-ref', '--contains', lost)).not.toBe('')
    await expectFinished(it)
  },
)

test('a branch that was rebased onto a moved base is followed without a choice', async () => {
  const it = openAccident(landed)
  const { repo, feature } = it
  moveBase(repo)
  repo.git('switch', '--quiet', feature.branch)
  repo.git('rebase', '--quiet', 'main')
  const stopped = await it.loop()
  expect(stopped).toMatchObject({ exitCode: 31 })
  const [command] = expectScreen(stopped, /was rebased/u)
  const status = expectOk(await it.loop('status'))
  expect(status.stdout).toContain('was rebased')
  expect(status.stdout).toContain(`next: ${command}`)
  expectOk(await type(it, command))
  await expectFinished(it)
  expect(repo.git('show', `${feature.branch}:docs/elsewhere.md`)).toBe('meanwhile')
  seen.push('rebase')
})

test('a branch that starts anew from its squash merge is followed without a choice', async () => {
  const it = openAccident(landed)
  const { repo, feature } = it
  moveBase(repo)
  repo.git('merge', '--quiet', '--squash', feature.branch)
  repo.git('commit', '--quiet', '-m', 'feat: all of it (#1)')
  repo.git('switch', '--quiet', '-C', feature.branch, 'main')
  const stopped = await it.loop()
  expect(stopped).toMatchObject({ exitCode: 31 })
  const [command] = expectScreen(stopped, /squash-merged/u)
  expectOk(await type(it, command))
  await expectFinished(it)
  expect(landedUnits(repo, feature.branch)).toHaveLength(2)
  seen.push('squash merge')
})

test('a merge from main is nothing to stop at', async () => {
  const it = openAccident(landed)
  const { repo, feature } = it
  moveBase(repo)
  repo.git('switch', '--quiet', feature.branch)
  repo.git('merge', '--quiet', '--no-edit', 'main')
  const merged = repo.git('rev-parse', 'HEAD')
  await expectFinished(it)
  expect(repo.gitSays('merge-base', '--is-ancestor', merged, feature.branch)).toBe(true)
  seen.push('merge from main')
})

test('a branch that somebody force-pushed is taken over, and what it lacks is kept', async () => {
  const it = openAccident(landed)
  const other = openSecondClone(it)
  const { repo, feature } = it
  const mine = repo.git('rev-parse', feature.branch)
  other.repo.git('switch', '--quiet', feature.branch)
  other.repo.write('src/T01.txt', 'good, and mended\n')
  other.repo.git('commit', '--quiet', '--all', '--amend', '-m', 'feat: mine')
  other.repo.git('push', '--quiet', '--force', 'origin', feature.branch)
  repo.git('fetch', '--quiet', 'origin')
  repo.git('switch', '--quiet', feature.branch)
  repo.git('reset', '--quiet', '--hard', `origin/${feature.branch}`)
  const stopped = await it.loop()
  expect(stopped).toMatchObject({ exitCode: 31 })
  const offered = expectScreen(stopped, /rewritten.*force-pushed/u)
  expectOk(
    await type(
      it,
      offered.find((line) => line.endsWith('--take branch')),
    ),
  )
  expect(repo.git('for-each-ref', '--points-at', mine)).toContain('/rescue/')
  await expectFinished(it)
  expect(repo.git('show', `${feature.branch}:src/T01.txt`)).toBe('good, and mended')
  seen.push('force-push')
})

test('a branch that was deleted is made again, when a person says so', async () => {
  const it = openAccident(landed)
  const { repo, feature } = it
  repo.git('branch', '--quiet', '-D', feature.branch)
  const stopped = await it.loop()
  expect(stopped).toMatchObject({ exitCode: 31 })
  const [command] = expectScreen(stopped, /was deleted/u)
  expect(repo.gitSays('rev-parse', '--verify', '--quiet', feature.branch)).toBe(false)
  expectOk(await type(it, command))
  await expectFinished(it)
  seen.push('branch deleted')
})

test('two clones that drove the same unit end up with one of them', async () => {
  const it = openAccident(armed)
  const other = openSecondClone(it)
  const { repo, feature } = it
  expectOk(await other.loop('run', '--unit', 'T01'))
  expectOk(await it.loop('run', '--unit', 'T01'))
  other.repo.git('push', '--quiet', 'origin', feature.branch)
  expect(repo.gitSays('push', '--quiet', 'origin', feature.branch)).toBe(false)
  repo.git('fetch', '--quiet', 'origin')
  repo.git('branch', '--quiet', '--force', feature.branch, `origin/${feature.branch}`)
  const stopped = await it.loop()
  expect(stopped).toMatchObject({ exitCode: 31 })
  const offered = expectScreen(stopped, /another driver ran the same feature/u)
  expectOk(
    await type(
      it,
      offered.find((line) => line.endsWith('--take branch')),
    ),
  )
  await expectFinished(it)
  expect(landedUnits(repo, feature.branch)).toHaveLength(3)
  seen.push('two clones')
})

test('a branch that is checked out, clean, is fast-forwarded there', async () => {
  const it = openAccident(landed)
  it.repo.git('switch', '--quiet', it.feature.branch)
  await expectFinished(it)
  expect(it.repo.git('status', '--porcelain')).toBe('')
  seen.push('checked out clean')
})

test('a power failure in the middle of a fast-forward leaves a checkout that the next command finishes', async () => {
  const it = openAccident(landed)
  const { repo, feature } = it
  repo.git('switch', '--quiet', feature.branch)
  repo.write('notes.txt', 'mine\n')
  const powerless = gitThat(repo, '*" update-ref -m gatecycle: fast-forward "*', 'kill -9 0')
  expect(await it.loopWith(powerless)).toMatchObject({ exitCode: 30 })
  // The driver that is still there gives the index back; without power nobody does.
  const gitDir = join(repo.path, '.git')
  linkSync(join(gitDir, 'gatecycle/fast-forward.json'), join(gitDir, 'index.lock'))
  expect(repo.git('rev-parse', feature.branch)).not.toBe(repo.git('rev-parse', feature.runRef))
  const end = expectOk(await it.loop())
  expect(end.stderr).toContain(`reconciled: fast_forward: ${feature.branch} is brought up`)
  expect(repo.git('status', '--porcelain')).toBe('?? notes.txt')
  await expectFinished(it)
  seen.push('power failure in a fast-forward')
})

test('a fast-forward goes on to its end without the driver', async () => {
  const it = openAccident(landed)
  const { repo, feature } = it
  repo.git('switch', '--quiet', feature.branch)
  const file = join(repo.outside, 'driver.pid')
  const deed = `until [ -s '${file}' ]; do sleep 0.1; done; kill -9 "$(cat '${file}')"; sleep 0.2`
  const env = gitThat(repo, '*" read-tree -m -u --no-recurse-submodules "*', deed)
  const running = startBin('loop', [], { cwd: repo.path, env })
  writeFileSync(file, String(running.pid))
  expect(await running.ended).toMatchObject({ signal: 'SIGKILL' })
  await awaitThat(
    () => repo.git('rev-parse', feature.branch) === repo.git('rev-parse', feature.runRef),
    'the branch stays',
  )
  await awaitThat(() => !repo.has('.git/index.lock'), 'the index is held')
  expect(repo.git('status', '--porcelain')).toBe('')
  await expectFinished(it)
  expect(repo.has('.git/gatecycle/fast-forward.json')).toBe(false)
  seen.push('driver killed in a fast-forward')
})

test('a branch that is checked out, dirty, is left alone, and the one command that brings it up works', async () => {
  const it = openAccident(landed)
  const { repo, feature } = it
  repo.git('switch', '--quiet', feature.branch)
  repo.write('README.md', 'mine\n')
  const before = repo.git('rev-parse', 'HEAD')
  const end = expectOk(await it.loop())
  expectScreen(end, /was left alone/u)
  expect([repo.git('rev-parse', 'HEAD'), repo.read('README.md')]).toEqual([before, 'mine\n'])
  const [, ...command] = /git merge --ff-only \S+/u.exec(end.stdout)?.[0].split(' ') ?? []
  repo.git(...command)
  expect(repo.read('README.md')).toBe('mine\n')
  await expectFinished(it)
  seen.push('checked out dirty')
})

test('a lock that a git left on the run ref is named, and without it the same command goes on', async () => {
  const it = openAccident(landed)
  const { repo, feature } = it
  const lock = join(repo.path, '.git', `${feature.runRef}.lock`)
  writeFileSync(lock, '')
  const stopped = await it.loop()
  expect(stopped).toMatchObject({ exitCode: 31 })
  expectScreen(stopped, /cannot be moved: .*\.lock is there/u)
  expect(stopped.stderr + stopped.stdout).toContain(lock)
  rmSync(lock)
  await expectFinished(it)
  seen.push('lock of the run ref')
})

test('a run ref that a power failure left empty is named, and without its file the same command goes on', async () => {
  const it = openAccident(landed)
  const file = join(it.repo.path, '.git', it.feature.runRef)
  writeFileSync(file, '')
  const stopped = await it.loop()
  expect(stopped).toMatchObject({ exitCode: 27 })
  expectScreen(stopped, /is damaged: .* names no commit/u)
  rmSync(file)
  await expectFinished(it)
  seen.push('run ref left empty')
})

test('a lock that a git left on the branch is named, and without it the command that brings it up works', async () => {
  const it = openAccident(landed)
  const { repo, feature } = it
  const lock = join(repo.path, '.git', 'refs', 'heads', `${feature.branch}.lock`)
  writeFileSync(lock, '')
  const end = expectOk(await it.loop())
  const [command] = expectScreen(end, /was left alone: .*\.lock is there/u)
  rmSync(lock)
  expectOk(await type(it, command))
  expect(repo.git('rev-parse', feature.branch)).toBe(repo.git('rev-parse', feature.runRef))
  seen.push('lock of the branch')
})
