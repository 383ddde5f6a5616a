import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  awaitFile,
  controlOf,
  differencesOf,
  fakeAgentConfig,
  makeFile,
  snapshotCheckout,
} from '../../packages/test-kit/src/index.ts'
import { openSituation, type Situation, type SituationOptions } from '../open-scenario.ts'

const config = fakeAgentConfig('isolation: in_place\n')

/** Armed, and on the feature's branch; what lies about is the operator's. */
async function openInPlace(options: SituationOptions = {}): Promise<Situation> {
  const it = openSituation({ config, ...options })
  await it.arm()
  it.repo.git('switch', '--quiet', it.feature.branch)
  it.repo.write('mine.txt', 'mine\n')
  it.repo.write('ignored/cache.bin', 'cached\n')
  return it
}

/** The content of every file under a ref of the driver's that keeps things. */
function keptTexts({ repo }: Situation, path: string): readonly string[] {
  return repo
    .git('for-each-ref', '--format=%(refname)', 'refs/gatecycle/rescue')
    .split('\n')
    .filter((ref) => ref !== '' && repo.gitSays('cat-file', '-e', `${ref}:${path}`))
    .map((ref) => repo.git('cat-file', 'blob', `${ref}:${path}`))
}

test('a run works in the checkout itself, and leaves it on its branch, clean, with the untracked files as they were', async () => {
  const it = await openInPlace({ units: 2 })
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 0 })
  expect(end.stderr).toContain(`working in ${it.repo.path} itself: it is the driver’s until the run ends`)
  expect(it.repo.git('symbolic-ref', '--short', 'HEAD')).toBe(it.feature.branch)
  expect(it.repo.git('rev-parse', 'HEAD')).toBe(it.repo.git('rev-parse', it.feature.runRef))
  expect(it.repo.git('status', '--porcelain')).toBe('?? mine.txt')
  expect([it.repo.read('mine.txt'), it.repo.read('ignored/cache.bin')]).toEqual(['mine\n', 'cached\n'])
  expect(it.repo.read('src/T02.txt')).toBe('good T02\n')
  expect(it.repo.git('worktree', 'list').split('\n')).toHaveLength(1)
  expect(
    it.repo.git('log', '-1', '--format=%(trailers:key=Verified,valueonly)', `${it.feature.runRef}~1`),
  ).toContain('ignored files shared')
  expect(keptTexts(it, 'mine.txt')).toContain('mine')
})

test('a failed attempt is kept under a ref and goes out of the files; what was there before it stays', async () => {
  const it = await openInPlace({
    agent: {
      'T01/1': [
        { do: 'write', path: 'src/T01.txt', text: 'bad\n' },
        { do: 'write', path: 'mine.txt', text: "the agent's\n" },
        { do: 'write', path: 'ignored/more.bin', text: 'more\n' },
      ],
      'T01/2': [{ do: 'remove', path: 'mine.txt' }, { do: 'work' }],
    },
  })
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 0 })
  expect(it.repo.read('mine.txt')).toBe('mine\n')
  expect(it.repo.read('ignored/more.bin')).toBe('more\n')
  expect(it.repo.git('status', '--porcelain')).toBe('?? mine.txt')
  expect(keptTexts(it, 'mine.txt')).toEqual(expect.arrayContaining(['mine', "the agent's"]))
  expect(keptTexts(it, 'src/T01.txt')).toEqual(['bad'])
})

describe('a checkout that is in use is refused before anything is done, with all reasons', () => {
  test.each<readonly [string, (it: Situation) => void, string]>([
    [
      'a changed file',
      ({ repo }) => repo.write('src/start.txt', 'edited\n'),
      'tracked files are changed in it: src/start.txt',
    ],
    [
      'a staged file',
      ({ repo }) => {
        repo.write('new.txt', 'new\n')
        repo.git('add', 'new.txt')
      },
      'tracked files are changed in it: new.txt',
    ],
    [
      'another branch',
      ({ repo }) => void repo.git('switch', '--quiet', 'main'),
      'git switch feat/FEAT-2026-0001-sample',
    ],
    ['a lock', ({ repo }) => repo.write('.git/index.lock', ''), 'another git works in it'],
    [
      'a hidden file',
      ({ repo }) => void repo.git('update-index', '--skip-worktree', 'src/start.txt'),
      'hidden from git',
    ],
  ])('%s', async (_what, act, reason) => {
    const it = await openInPlace()
    act(it)
    const before = it.repo.git('for-each-ref')
    const end = await it.loop()
    expect(end, end.stderr).toMatchObject({ exitCode: 31 })
    expect(end.stdout).toContain(reason)
    expect(end.stdout).toContain('[IN_PLACE_REFUSED]')
    expect(it.calls()).toEqual([])
    expect(it.repo.git('for-each-ref', 'refs/heads', 'refs/gatecycle/rescue')).toBe(
      before
        .split('\n')
        .filter((line) => line.includes('refs/heads'))
        .join('\n'),
    )
  })
})

test('a dry run says where a run would work, and what keeps it from there', async () => {
  const it = await openInPlace()
  const free = await it.loop('--dry-run')
  expect(free.stdout).toContain('works in this checkout itself (isolation: in_place)')
  it.repo.write('src/start.txt', 'edited\n')
  const end = await it.loop('--dry-run')
  expect(end.stdout).toContain('tracked files are changed in it: src/start.txt')
  expect(it.repo.read('src/start.txt')).toBe('edited\n')
})

test('edits of the feature folder are given back, and named where the run has changed the same file', async () => {
  const it = await openInPlace({ units: 2 })
  const [gate, unit] = [`${it.feature.path}/GATE-01.md`, `${it.feature.path}/WU-01-unit.md`]
  const notes = `${it.feature.path}/PLAN.md`
  it.repo.write(notes, `${it.repo.read(notes)}\nmore\n`)
  it.repo.write(unit, `${it.repo.read(unit)}\nmine too\n`)
  it.repo.git('add', unit)
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 0 })
  expect(it.repo.read(notes)).toContain('\nmore\n')
  expect(it.repo.read(unit)).not.toContain('mine too')
  expect(end.stderr).toContain(`your edits of ${unit} are kept in`)
  expect(keptTexts(it, unit).some((text) => text.includes('mine too'))).toBe(true)
  expect(it.repo.git('diff', '--name-only', 'HEAD')).toBe(notes)
  expect(it.repo.read(gate)).toContain('awaiting_review')
})

test('an agent that commits, switches and detaches is folded in as in a worktree', async () => {
  const it = await openInPlace({
    agent: {
      T01: [
        { do: 'work' },
        { do: 'git', args: ['add', 'src/T01.txt'] },
        { do: 'git', args: ['commit', '-qm', 'mine'] },
        { do: 'git', args: ['checkout', '-q', '--detach'] },
      ],
    },
  })
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 0 })
  expect(end.stderr).not.toContain('kept what was staged')
  expect(it.subjects().slice(1)).toEqual([
    'feat: Do T01',
    'docs: Do G1-CLOSE',
    'chore(loop): gate 1 awaits review',
  ])
  expect(it.repo.git('symbolic-ref', '--short', 'HEAD')).toBe(it.feature.branch)
  expect(it.repo.git('status', '--porcelain')).toBe('?? mine.txt')
})

test('an index that another git holds stops the run with a name; the lock is not touched, and the same command goes on', async () => {
  const it = await openInPlace({ agent: { T01: [{ do: 'wait', name: 'here' }, { do: 'work' }] } })
  const running = it.start()
  await awaitFile(join(controlOf(it.repo), 'here.reached'))
  const lock = join(it.repo.path, '.git/index.lock')
  writeFileSync(lock, 'somebody else')
  makeFile(join(controlOf(it.repo), 'here.go'))
  const end = await running.ended
  expect(end, end.stderr).toMatchObject({ exitCode: 31 })
  expect(end.stdout).toContain('[INDEX_HELD]')
  expect(it.repo.read('.git/index.lock')).toBe('somebody else')
  rmSync(lock)
  const again = await it.loop()
  expect(again, again.stderr).toMatchObject({ exitCode: 0 })
  expect(it.repo.git('status', '--porcelain')).toBe('?? mine.txt')
  expect(it.repo.read('src/T01.txt')).toBe('good T01\n')
})

test('nobody decides about a checkout in which a run died, before the next run has settled it', async () => {
  const notes = '.gatecycle/features/FEAT-2026-0001-sample/notes.md'
  const it = await openInPlace({
    agent: { 'T01/1': [{ do: 'work' }, { do: 'write', path: notes, text: 'x\n' }] },
  })
  expect(await it.loopWith({ GATECYCLE_FAULT: 'unit/judge-changes/before' })).toMatchObject({
    signal: 'SIGKILL',
  })
  const before = snapshotCheckout(it.repo, { branch: 'none' })
  for (const words of [['arm'], ['accept'], ['undo', 'T01', '--reason', 'none']]) {
    const end = await it.loop(...words, '--yes')
    expect(end, end.stderr).toMatchObject({ exitCode: 31 })
    expect(end.stderr).toContain('[IN_PLACE_UNSETTLED]')
    expect(end.stderr).toContain(`loop run ${it.feature.id}`)
  }
  expect(differencesOf(before, snapshotCheckout(it.repo, { branch: 'none' }))).toEqual([])
  const settled = await it.loop()
  expect(settled, settled.stderr).toMatchObject({ exitCode: 26 })
  expect(keptTexts(it, notes)).toContain('x')
  expect(it.repo.git('status', '--porcelain')).toBe('?? mine.txt')
  const armed = await it.loop('arm', '--yes', '--reason', 'again')
  expect(`${armed.stdout}${armed.stderr}`).not.toContain('[IN_PLACE_UNSETTLED]')
})

test('a run that died when its agent had spoiled the plan is settled all the same', async () => {
  const plan = '.gatecycle/features/FEAT-2026-0001-sample/PLAN.md'
  const it = await openInPlace({
    agent: { 'T01/1': [{ do: 'work' }, { do: 'write', path: plan, text: 'spoiled\n' }] },
  })
  expect(await it.loopWith({ GATECYCLE_FAULT: 'unit/judge-changes/before' })).toMatchObject({
    signal: 'SIGKILL',
  })
  expect(it.repo.read(plan)).toBe('spoiled\n')
  const settled = await it.loop('run', it.feature.id)
  expect(settled, settled.stderr).toMatchObject({ exitCode: 26 })
  expect(keptTexts(it, plan)).toContain('spoiled')
  expect(it.repo.read(plan)).toContain('FEAT-2026-0001')
  expect(it.repo.git('status', '--porcelain')).toBe('?? mine.txt')
})

test('what a person staged and then edited on after a run died is kept, staged and edited', async () => {
  const it = await openInPlace()
  expect(await it.loopWith({ GATECYCLE_FAULT: 'unit/judge-changes/before' })).toMatchObject({
    signal: 'SIGKILL',
  })
  it.repo.write('src/start.txt', 'staged\n')
  it.repo.git('add', 'src/start.txt')
  it.repo.write('src/start.txt', 'edited\n')
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 0 })
  expect(end.stderr).toContain('kept what was staged in the checkout: refs/gatecycle/rescue/')
  expect(keptTexts(it, 'src/start.txt')).toEqual(expect.arrayContaining(['staged', 'edited']))
  expect(it.repo.git('status', '--porcelain')).toBe('?? mine.txt')
})

test('an ignore file that hides itself is kept under a ref and taken away; what it hid is an edit, and one that was there stays', async () => {
  const it = await openInPlace({
    agent: {
      'T01/1': [
        { do: 'work' },
        { do: 'write', path: 'src/more/.gitignore', text: '*\n' },
        { do: 'write', path: 'src/more/part.txt', text: 'part\n' },
        { do: 'write', path: 'theirs/new.txt', text: 'new\n' },
      ],
    },
  })
  it.repo.write('theirs/.gitignore', '*\n')
  it.repo.write('theirs/cache.txt', 'mine\n')
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 0 })
  expect(it.events().filter(({ payload }) => payload['kind'] === 'ignore_rule_hidden')).toHaveLength(1)
  expect(it.repo.has('src/more/.gitignore')).toBe(false)
  expect(keptTexts(it, 'src/more/.gitignore')).toEqual(['*'])
  expect(it.repo.git('ls-files', 'src/more', 'theirs')).toBe('src/more/part.txt')
  expect([it.repo.read('theirs/.gitignore'), it.repo.read('theirs/cache.txt')]).toEqual(['*\n', 'mine\n'])
  expect(it.repo.git('status', '--porcelain')).toBe('?? mine.txt')
})

test('what git ignored at the begin stays the operator’s, whatever an agent makes of the rules', async () => {
  const rules = { do: 'write', path: '.gitignore', text: '*.bin\n' } as const
  const it = await openInPlace({
    agent: {
      'T01/1': [{ do: 'write', path: 'src/T01.txt', text: 'bad\n' }, rules],
      'T01/2': [{ do: 'work' }, rules],
    },
  })
  it.repo.write('kept.log', 'mine\n')
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 0 })
  expect([it.repo.read('kept.log'), it.repo.read('ignored/cache.bin')]).toEqual(['mine\n', 'cached\n'])
  expect(it.repo.git('ls-files')).not.toContain('kept.log')
})

test('a repository that lies in the checkout stays whole', async () => {
  const it = await openInPlace({
    agent: { 'T01/1': [{ do: 'write', path: 'src/T01.txt', text: 'bad\n' }] },
  })
  it.repo.git('init', '--quiet', 'vendor/theirs')
  it.repo.write('vendor/theirs/file.txt', 'theirs\n')
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 0 })
  expect([it.repo.has('vendor/theirs/.git/HEAD'), it.repo.read('vendor/theirs/file.txt')]).toEqual([
    true,
    'theirs\n',
  ])
})
