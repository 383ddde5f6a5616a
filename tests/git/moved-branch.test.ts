import { afterAll, expect, test } from 'vitest'
import {
  awaitFile,
  controlOf,
  makeFile,
  type Action,
  type TestRepo,
} from '../../packages/test-kit/src/index.ts'
import { openSituation, type Situation } from '../open-scenario.ts'

const good: Action = { do: 'write', path: 'src/T01.txt', text: 'good\n' }

/** A commit of a person's that no worktree has been at: made in a clone. */
function madeElsewhere({ repo, feature }: Situation): string {
  const clone = `${repo.outside}/colleague`
  repo.git('clone', '--quiet', '--branch', feature.branch, repo.path, clone)
  const at = ['-C', clone, '-c', 'user.name=Carl', '-c', 'user.email=carl@example.org']
  repo.git(...at, 'commit', '--quiet', '--allow-empty', '-m', 'of a colleague')
  return repo.git('-C', clone, 'rev-parse', 'HEAD')
}

type Move = (repo: TestRepo, branch: string, commit: string) => void
const colleague = ({ outside }: TestRepo): string => `${outside}/colleague`
const moves: readonly (readonly [string, Move])[] = [
  [
    'git branch -f',
    (repo, branch, commit) => {
      repo.git('fetch', '--quiet', colleague(repo), branch)
      repo.git('branch', '--force', branch, commit)
    },
  ],
  ['git fetch', (repo, branch) => repo.git('fetch', '--quiet', colleague(repo), `+${branch}:${branch}`)],
  ['git push', (repo, branch) => repo.git('-C', colleague(repo), 'push', '--quiet', 'origin', branch)],
]

afterAll(() => {
  process.stdout.write(`moved branches: ${moves.length} ways of a person, 1 of an agent\n`)
})

test.each(moves)(
  'a person who moves the branch with %s while an agent works is not undone',
  async (_what, move) => {
    const it = openSituation({ agent: { T01: [good, { do: 'wait', name: 'here' }] } })
    const { repo, feature } = it
    await it.arm()
    const theirs = madeElsewhere(it)
    const running = it.start()
    await awaitFile(`${controlOf(repo)}/here.reached`)
    move(repo, feature.branch, theirs)
    makeFile(`${controlOf(repo)}/here.go`)
    const end = await running.ended
    const said = `${end.stdout}${end.stderr}`
    expect(repo.git('rev-parse', feature.branch), said).toBe(theirs)
    expect(said).toContain('left there')
    expect(end.stdout).toContain('nothing was reset')
    expect(it.subjects()).toContain('feat: Do T01')
    expect(await it.loop()).toMatchObject({ exitCode: 31 })
    expect(repo.git('rev-parse', feature.branch)).toBe(theirs)
  },
)

test('an agent that moves the branch to a commit of its own, by the same command, is undone', async () => {
  const git = (...args: readonly string[]): Action => ({ do: 'git', args })
  const branch = 'feat/FEAT-2026-0001-sample'
  const commit = [
    git('add', '-A'),
    git('commit', '--quiet', '-m', 'mine'),
    git('branch', '--force', branch, 'HEAD'),
  ]
  const it = openSituation({ agent: { T01: [good, ...commit] } })
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 0 })
  expect(end.stderr).toContain('put back')
  expect(it.repo.git('log', '--format=%s', it.feature.branch)).not.toContain('mine')
})
