import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import {
  checkoutOf,
  differencesOf,
  snapshotCheckout,
  type Action,
  type BinEnd,
  type TestRepo,
} from '../../packages/test-kit/src/index.ts'
import { openSituation, situationOf, type Situation } from '../open-scenario.ts'

/** GATECYCLE_TEST_FULL=1 tries every setting; without it every third of a list. */
const full = process.env['GATECYCLE_TEST_FULL'] === '1'
const some = <Row>(rows: readonly Row[]): readonly Row[] =>
  rows.filter((_row, index) => full || index % 3 === 0)

let driven = 0
let refused = 0
const hasLfs = spawnSync('git', ['lfs', 'version'], { stdio: 'ignore' }).status === 0
afterAll(() => {
  const lfs = hasLfs ? '' : '; not there: git-lfs'
  process.stdout.write(
    `odd repositories: ${driven} driven to a gate, ${refused} refused with a name${lfs}; ${full ? 'all' : 'every third'} of the settings\n`,
  )
})

const write = (path: string, text = 'good\n'): Action => ({ do: 'write', path, text })
const git = (...args: readonly string[]): Action => ({ do: 'git', args })

/** Arms and runs; the operator's checkout is as it was, byte for byte. */
async function drive(it: Situation): Promise<BinEnd> {
  await it.arm()
  const before = snapshotCheckout(it.repo, it.feature)
  const end = await it.loop()
  expect(end, `${end.stdout}${end.stderr}`).toMatchObject({ exitCode: 0 })
  expect(
    differencesOf(before, snapshotCheckout(it.repo, it.feature)).filter((name) => !isOfLfs(name)),
  ).toEqual([])
  driven += 1
  return end
}

/** The store of Git LFS, which its own filter writes to. */
const isOfLfs = (name: string): boolean => /\.git\/lfs\b/u.test(name)

const filesOf = ({ repo, feature }: Situation): readonly string[] =>
  repo.git('ls-tree', '-r', '-z', '--name-only', feature.branch).split('\0')

const said = ({ stdout, stderr }: BinEnd): string => `${stdout}${stderr}`

const settings = [
  ['core.autocrlf=true', { 'core.autocrlf': 'true' }],
  ['core.autocrlf=input', { 'core.autocrlf': 'input' }],
  ['core.autocrlf=true and core.safecrlf=true', { 'core.autocrlf': 'true', 'core.safecrlf': 'true' }],
  ['core.eol=crlf', { 'core.eol': 'crlf' }],
  ['core.fileMode=false', { 'core.fileMode': 'false' }],
  ['core.ignoreCase=true', { 'core.ignoreCase': 'true' }],
  ['core.precomposeUnicode=true', { 'core.precomposeUnicode': 'true' }],
  ['core.symlinks=false', { 'core.symlinks': 'false' }],
  ['index.version=4 and split index', { 'index.version': '4', 'core.splitIndex': 'true' }],
  ['core.untrackedCache and fsmonitor', { 'core.untrackedCache': 'true', 'core.fsmonitor': 'true' }],
  ['status.showUntrackedFiles=no', { 'status.showUntrackedFiles': 'no' }],
  [
    'diff and merge settings',
    { 'diff.noprefix': 'true', 'diff.renames': 'copies', 'merge.ff': 'false', 'pull.rebase': 'true' },
  ],
  [
    'transfer and reflog settings',
    { 'core.logAllRefUpdates': 'false', 'receive.denyCurrentBranch': 'refuse', 'log.showSignature': 'true' },
  ],
] as const

test.each(some(settings))('with %s a unit goes to its commit', async (_what, settings) => {
  const it = openSituation({
    // The shell of this machine reads no CRLF.
    before: (repo) => repo.write('.gitattributes', '*.sh text eol=lf\n'),
    after: (repo) => {
      for (const [key, value] of Object.entries(settings)) repo.git('config', key, value)
    },
  })
  await drive(it)
  expect(it.repo.git('show', `${it.feature.branch}:src/T01.txt`)).toBe('good T01')
})

const attributes = [
  ['* text=auto eol=crlf\n*.sh text eol=lf\n'],
  ['* text eol=lf\n'],
  ['*.txt -text\n*.md text eol=crlf\n'],
  ['* text working-tree-encoding=UTF-8\n'],
  ['src/** export-ignore\n*.txt ident\n'],
] as const

test.each(some(attributes))('with .gitattributes %j a unit goes to its commit', async (text) => {
  const it = openSituation({
    agent: { T01: [write('src/T01.txt', 'good\r\nlines\r\n')] },
    before: (repo) => repo.write('.gitattributes', text),
  })
  await drive(it)
  expect(filesOf(it)).toContain('src/T01.txt')
  expect(await it.loop()).toMatchObject({ exitCode: 0 })
})

test('a repository with SHA-256 names goes to its gate', async () => {
  const it = openSituation({ repo: { objectFormat: 'sha256' } })
  await drive(it)
  expect(it.repo.git('rev-parse', it.feature.branch)).toMatch(/^[0-9a-f]{64}$/u)
})

/** The operator works in a checkout that was made from the repository in some way. */
function openClone(name: string, clone: (repo: TestRepo, path: string) => void): Situation {
  const first = openSituation({ units: 1 })
  const { repo, feature } = first
  clone(repo, join(repo.outside, name))
  const other = checkoutOf(repo, name)
  for (const [key, value] of [
    ['user.name', 'Olive Operator'],
    ['user.email', 'olive@example.org'],
    ['gc.auto', '0'],
  ] as const)
    other.git('config', key, value)
  return situationOf(other, feature)
}

const url = (repo: TestRepo): string => `file://${repo.path}`

test.each<readonly [string, (repo: TestRepo, path: string) => void]>([
  ['a shallow clone', (repo, path) => repo.git('clone', '--quiet', '--depth=1', url(repo), path)],
  ['a clone that borrows objects', (repo, path) => repo.git('clone', '--quiet', '--shared', repo.path, path)],
  [
    'a partial clone',
    (repo, path) => {
      repo.git('config', 'uploadpack.allowFilter', 'true')
      repo.git('clone', '--quiet', '--filter=blob:none', url(repo), path)
    },
  ],
  [
    'a clone whose git directory lies elsewhere',
    (repo, path) => repo.git('clone', '--quiet', `--separate-git-dir=${repo.outside}/git`, repo.path, path),
  ],
  [
    'a clone that names its own checkout in core.worktree',
    (repo, path) => {
      repo.git('clone', '--quiet', repo.path, path)
      repo.git('-C', path, 'config', 'core.worktree', path)
    },
  ],
  [
    'a clone with a sparse checkout',
    (repo, path) => {
      repo.git('clone', '--quiet', '--sparse', repo.path, path)
      repo.git('-C', path, 'sparse-checkout', 'set', '--cone', '--sparse-index', '.gatecycle')
    },
  ],
  [
    'a clone with a sparse checkout of patterns',
    (repo, path) => {
      repo.git('clone', '--quiet', repo.path, path)
      repo.git('-C', path, 'sparse-checkout', 'set', '--no-cone', '/.gatecycle/', '!/src/')
    },
  ],
  [
    'a worktree of a bare repository',
    (repo, path) => {
      repo.git('clone', '--quiet', '--bare', repo.path, `${repo.outside}/bare.git`)
      repo.git('-C', `${repo.outside}/bare.git`, 'worktree', 'add', '--quiet', path, 'main')
    },
  ],
])('%s goes to its gate', async (_what, clone) => {
  const it = openClone('clone', clone)
  await it.arm()
  const before = it.repo.git('status', '--porcelain=v2', '--branch', '--untracked-files=all')
  const end = await it.loop()
  expect(end, said(end)).toMatchObject({ exitCode: 0 })
  expect(it.repo.git('status', '--porcelain=v2', '--branch', '--untracked-files=all')).toBe(before)
  expect(filesOf(it)).toEqual(expect.arrayContaining(['src/T01.txt', 'src/start.txt', 'tools/check.sh']))
  driven += 1
})

test('a repository of another user is refused with the words of git', async ({ skip }) => {
  if (process.getuid?.() !== 0) skip('only root can give a folder away')
  const it = openSituation()
  execFileSync('chown', ['-R', '12345', it.repo.path])
  const end = await it.loop()
  expect(end.exitCode, said(end)).toBeGreaterThan(0)
  expect(said(end)).toContain('safe.directory')
  refused += 1
})

test('changes of mode, links inside, renames of case and folders become files, and files folders', async () => {
  const it = openSituation({
    agent: {
      T01: [
        write('src/T01.txt'),
        git('update-index', '--chmod=+x', 'src/start.txt'),
        git('mv', 'src/Case.txt', 'src/case.txt'),
        { do: 'remove', path: 'src/folder' },
        write('src/folder', 'good file\n'),
        { do: 'remove', path: 'src/file' },
        write('src/file/inside.txt', 'good\n'),
      ],
    },
    before: (repo) => {
      repo.write('src/Case.txt', 'good\n')
      repo.write('src/folder/a.txt', 'good\n')
      repo.write('src/file', 'good\n')
      symlinkSync('start.txt', join(repo.path, 'src/link'))
    },
  })
  await drive(it)
  expect(filesOf(it)).toEqual(
    expect.arrayContaining(['src/case.txt', 'src/folder', 'src/file/inside.txt', 'src/link']),
  )
  expect(filesOf(it)).not.toContain('src/Case.txt')
})

test('a lock on the operator’s index is left where it is, and the branch waits', async () => {
  const it = openSituation()
  it.repo.git('switch', '--quiet', '-c', it.feature.branch)
  await it.arm()
  it.repo.write('.git/index.lock', 'somebody')
  const end = await it.loop()
  expect(end, said(end)).toMatchObject({ exitCode: 0 })
  expect(end.stdout).toContain('index.lock')
  expect(it.repo.read('.git/index.lock')).toBe('somebody')
  rmSync(join(it.repo.path, '.git/index.lock'))
  expect(await it.loop()).toMatchObject({ exitCode: 0 })
  expect(it.repo.git('rev-parse', 'HEAD')).toBe(it.repo.git('rev-parse', it.feature.runRef))
  driven += 1
})

test('an arm beside a lock on the index says what is missing', async () => {
  const it = openSituation()
  it.repo.git('switch', '--quiet', '-c', it.feature.branch)
  it.repo.write('.git/index.lock', 'somebody')
  const end = await it.loop('arm', '--yes')
  expect(said(end)).toContain('index.lock')
  expect(it.repo.read('.git/index.lock')).toBe('somebody')
  refused += 1
})

test('a filter that an agent names in .gitattributes runs no program of its choosing', async () => {
  const marker = '{control}/ran'
  const it = openSituation({
    agent: {
      T01: [
        write('src/T01.txt'),
        write('.gitattributes', '* filter=mine diff=mine merge=mine\n'),
        git('config', 'filter.mine.clean', `touch ${marker}; cat`),
        git('config', 'filter.mine.smudge', `touch ${marker}; cat`),
        git('config', 'diff.mine.textconv', `touch ${marker}; cat`),
        git('config', 'core.fsmonitor', `touch ${marker}`),
        git('config', 'core.sshCommand', `touch ${marker}`),
      ],
    },
  })
  await drive(it)
  expect(existsSync(join(it.repo.env['GATECYCLE_TEST_CONTROL'] ?? '', 'ran'))).toBe(false)
  expect(filesOf(it)).toContain('.gitattributes')
})

test('a program that an agent puts into the configuration of the user stops the run before git runs it', async () => {
  const it = openSituation({
    agent: {
      T01: [
        write('src/T01.txt'),
        write('.gitattributes', '* filter=mine\n'),
        git('config', '--global', 'filter.mine.clean', 'touch {control}/ran; cat'),
      ],
    },
  })
  await it.arm()
  const end = await it.loop()
  expect(end, said(end)).toMatchObject({ exitCode: 30 })
  expect(said(end)).toContain('USER_CONFIG_CHANGED')
  expect(said(end)).toContain('clean = "touch')
  expect(existsSync(join(it.repo.env['GATECYCLE_TEST_CONTROL'] ?? '', 'ran'))).toBe(false)
  rmSync(join(it.repo.env['HOME'] ?? '', '.gitconfig'))
  refused += 1
})

const pointer =
  'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n'

test('pointers of Git LFS stay pointers where git-lfs is not set up', async () => {
  const it = openSituation({
    before: (repo) => {
      repo.write('.gitattributes', '*.bin filter=lfs diff=lfs merge=lfs -text\n')
      repo.write('src/big.bin', pointer)
    },
  })
  await drive(it)
  expect(it.repo.git('show', `${it.feature.branch}:src/big.bin`)).toBe(pointer.trimEnd())
})

test('a filter that is required and not there stops with the words of git', async () => {
  const it = openSituation({
    before: (repo) => repo.write('.gitattributes', '*.bin filter=lfs diff=lfs merge=lfs -text\n'),
    agent: { T01: [write('src/T01.txt'), write('src/big.bin', 'many bytes\n')] },
    after: (repo) => {
      for (const [key, value] of [
        ['clean', 'git-lfs-that-is-not-there clean -- %f'],
        ['smudge', 'git-lfs-that-is-not-there smudge -- %f'],
        ['required', 'true'],
      ] as const)
        repo.git('config', `filter.lfs.${key}`, value)
    },
  })
  await it.arm()
  const end = await it.loop()
  expect(end, said(end)).toMatchObject({ exitCode: 30 })
  expect(said(end)).toContain('lfs')
  refused += 1
})

test.skipIf(!hasLfs)('a large file goes to Git LFS where that is set up', async () => {
  const it = openSituation({
    before: (repo) => repo.write('.gitattributes', '*.bin filter=lfs diff=lfs merge=lfs -text\n'),
    agent: { T01: [write('src/T01.txt'), write('src/big.bin', 'many bytes\n')] },
    after: (repo) => repo.git('lfs', 'install', '--local', '--skip-repo'),
  })
  await drive(it)
  expect(it.repo.git('show', `${it.feature.branch}:src/big.bin`)).toContain('git-lfs.github.com/spec/v1')
})
