import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createGitClient } from '../../packages/loop/src/adapters/git/git-client.ts'
import { proveRange, type ProofEntry } from '../../packages/loop/src/effects/prove/prove-range.ts'
import type { TestRepo } from '../../packages/test-kit/src/index.ts'
import { kinds, lockGpg } from '../git/keys.ts'
import { openSituation, type Situation } from '../open-scenario.ts'
import { alterCommit, createRandom } from './generate-units.ts'

const seed = Number(process.env['GATECYCLE_TEST_SEED'] ?? 20_260_101)

async function proved({ repo, feature }: Situation, range: string): Promise<readonly ProofEntry[]> {
  const { entries } = await proveRange(createGitClient(repo.path, repo.env), feature.stateRoot, range)
  return entries
}

/** A feature that was driven, undone, driven again, bent, mended and accepted: every kind of commit of the books. */
async function openBooks(): Promise<Situation> {
  const it = openSituation()
  const { repo, feature } = it
  const type = async (...words: readonly string[]): Promise<void> => {
    const end = await it.loop(...words)
    expect(end.exitCode, `${words.join(' ')}: ${end.stderr}`).toBe(0)
  }
  await it.arm()
  await type('run')
  await type('undo', 'G1-CLOSE', '--yes')
  repo.git('switch', '--quiet', feature.branch)
  const file = `${feature.path}/WU-01-unit.md`
  repo.write(file, repo.read(file).replace('status: done', 'status: pending'))
  repo.commitAll('docs: bent')
  await type('rebuild', '--yes')
  await it.arm()
  await type('run')
  await type('accept', '--yes')
  return it
}

test(
  'every changed byte of the message of a commit of the books is found',
  { timeout: 600_000 },
  async () => {
    const it = await openBooks()
    const { repo, feature } = it
    const books = (await proved(it, `main..${feature.branch}`)).filter(({ unit }) => unit === undefined)
    const subjects = books.map(({ commit }) => repo.git('log', '-1', '--format=%s', commit))
    expect(subjects).toEqual([
      'chore(loop): arm gate 1',
      'chore(loop): gate 1 awaits review',
      `revert: ${feature.id}/G1-CLOSE: Do G1-CLOSE`,
      `chore(loop): front matter of ${feature.id} as history has it`,
      'chore(loop): arm gate 1',
      'chore(loop): gate 1 awaits review',
      `chore(loop): accept ${feature.id}`,
    ])
    expect(new Set(books.map(({ verdict }) => verdict))).toEqual(new Set(['proved']))
    const random = createRandom(seed)
    const missed: string[] = []
    let tried = 0
    for (const { commit } of books) {
      const raw = `${repo.git('cat-file', 'commit', commit)}\n`
      const start = raw.indexOf('\n\n') + 2
      for (let at = start; at < raw.length; at += 1 + random(12)) {
        tried += 1
        const altered = alterCommit(repo, commit, (bytes) => flip(bytes, at, 1 + random(255)))
        const verdicts = (await proved(it, `${altered}~1..${altered}`)).map(({ verdict }) => verdict)
        if (verdicts.join() !== 'unproved') missed.push(`${commit} byte ${at}: ${verdicts.join()}`)
      }
    }
    process.stdout.write(`prove: books: ${tried} changed bytes, ${missed.length} missed, seed ${seed}\n`)
    expect(missed).toEqual([])
  },
)

function flip(bytes: Buffer, at: number, mask: number): Buffer {
  const other = Buffer.from(bytes)
  other[at] = (other[at] ?? 0) ^ mask
  return other
}

const whole = 'author, dates and parents are those that landed'

test.each([
  ['its author', { GIT_AUTHOR_NAME: 'Mallory' }, ['--reset-author']],
  ['its author date', {}, ['--date=2001-02-03T04:05:06Z']],
  ['its committer', { GIT_COMMITTER_NAME: 'Mallory' }, []],
  ['its committer date', { GIT_COMMITTER_DATE: '2001-02-03T04:05:06Z' }, []],
] as const)('a unit whose commit has another %s is told as written again', async (what, env, words) => {
  const it = openSituation({ units: 2 })
  const { repo, feature } = it
  await it.arm()
  expect(await it.loop()).toMatchObject({ exitCode: 0 })
  const range = `main..${feature.branch}`
  const before = await proved(it, range)
  const told = before.map(({ unit, verdict, reason }) => [unit?.slice(-3), verdict, reason.endsWith(whole)])
  // Nothing comes after the end of the gate yet that could name it.
  expect(told).toEqual([
    [undefined, 'proved', true],
    ['T01', 'proved', true],
    ['T02', 'proved', true],
    ['OSE', 'proved', true],
    [undefined, 'proved', false],
  ])
  const [, first] = before
  repo.git('switch', '--quiet', '--detach', first?.commit ?? '')
  const amend = ['commit', '--quiet', '--amend', '--no-edit', '--no-verify', ...words]
  gitWith(repo, env, amend)
  const amended = repo.git('rev-parse', 'HEAD')
  expect(amended, what).not.toBe(first?.commit)
  repo.git('rebase', '--quiet', '--onto', amended, first?.commit ?? '', feature.branch)
  const after = await proved(it, range)
  expect(after.map(({ verdict, landedAs }) => [verdict, landedAs])).toEqual([
    ['proved', undefined],
    ...before.slice(1, 4).map(({ commit }) => ['carried', commit]),
    ['proved', undefined],
  ])
  expect(after[1]?.reason).toContain('author, dates or parents are not those that landed')
})

function gitWith(repo: TestRepo, env: Readonly<Record<string, string>>, args: readonly string[]): void {
  // The repository's own git takes no variables: they are set by the shell of an alias.
  const sets = Object.entries(env).map(([name, value]) => `export ${name}='${value}'; `)
  const command = args.map((arg) => `'${arg}'`).join(' ')
  repo.git('-c', `alias.with=!${sets.join('')}git ${command}`, 'with')
}

test('names that are no UTF-8 are held against their own bytes after a squash merge', async () => {
  const write = (name: string, text: string) =>
    ({ do: 'shell', script: `printf '${text}' > "$(printf 'src/caf\\${name}.txt')"` }) as const
  const it = openSituation({ agent: { T01: [write('350', 'one'), write('351', 'two')] } })
  const { repo, feature } = it
  await it.arm()
  expect(await it.loop()).toMatchObject({ exitCode: 0 })
  repo.git('merge', '--quiet', '--squash', feature.branch)
  repo.git('commit', '--quiet', '-m', 'feat: all of it')
  const reasons = async (): Promise<readonly string[]> =>
    (await proved(it, 'HEAD~1..HEAD')).map(({ verdict, reason }) => `${verdict}: ${reason}`)
  const carried = 'carried: squashed: every file that it changed is here as it was verified'
  expect(await reasons()).toEqual([carried, carried])
  repo.git('-c', `alias.bend=!printf bent > "$(printf 'src/caf\\350.txt')"`, 'bend')
  repo.git('commit', '--quiet', '--all', '--amend', '--no-edit')
  expect(await reasons()).toEqual([
    String.raw`unproved: squashed: "src/caf\350.txt" is not as it was verified`,
    carried,
  ])
})

describe.each(kinds)('commits that are signed with %s', (name, isThere, makeKey) => {
  test.skipIf(!isThere)('are told as git finds them', async () => {
    const it = openSituation()
    const { repo, feature } = it
    makeKey(repo, '')
    repo.git('config', 'commit.gpgsign', 'true')
    await it.arm()
    const run = await it.loop()
    expect(run, run.stderr).toMatchObject({ exitCode: 0 })
    const signaturesOf = async (range: string): Promise<readonly string[]> => {
      const { stdout } = await it.loop('prove', range, '--json')
      const { detail } = JSON.parse(stdout) as {
        readonly detail: { readonly entries: readonly { readonly signature: string }[] }
      }
      return [...new Set(detail.entries.map(({ signature }) => signature))]
    }
    const range = `main..${feature.branch}`
    const told = (await it.loop('prove', range)).stdout
    expect(told).toContain('signatures: 2 good, 0 not, 0 without')
    expect(await signaturesOf(range)).toEqual([expect.stringMatching(/^good.*, by .*olive@example\.org/u)])

    const unit = repo.git('rev-parse', `${feature.branch}~1`)
    const altered = alterCommit(repo, unit, (raw) =>
      Buffer.from(raw.toString('latin1').replace('author Olive', 'author Alive'), 'latin1'),
    )
    expect(await signaturesOf(`${altered}~1..${altered}`)).toEqual([expect.stringMatching(/^bad/u)])

    const [unknown, word] = forgetKey(repo, name)
    const later = (await it.loop('prove', range)).stdout
    expect(later).toContain(`signatures: 0 good, ${unknown}, 0 without`)
    expect(await signaturesOf(range)).toEqual([word])
  })
})

/** What a clone is like whose owner has not got the public key, and what is told there. For ssh the key is in the signature itself. */
function forgetKey(repo: TestRepo, name: string): readonly [counts: string, word: string] {
  if (name === 'gpg') {
    lockGpg(repo)
    rmSync(join(repo.env['HOME'] ?? '', '.gnupg'), { recursive: true })
    return ['2 not', 'cannot be checked here']
  }
  writeFileSync(join(repo.outside, 'signers'), '')
  return ['2 good, but by keys that nobody here vouches for, 0 not', 'good, of unknown validity']
}
