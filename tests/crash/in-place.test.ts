import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  copyRepo,
  createRepo,
  endProcessesOf,
  fakeAgentConfig,
  historyOf,
  writeFeature,
  writeScenario,
  type HistoryEntry,
  type TestRepo,
  type WrittenFeature,
} from '../../packages/test-kit/src/index.ts'
import { situationOf } from '../open-scenario.ts'

/** GATECYCLE_TEST_FULL=1 kills at every passing of every point; without it, at one of each point of this mode and some of the others. */
const full = process.env['GATECYCLE_TEST_FULL'] === '1'
const fixedTime = { GATECYCLE_FIXED_TIME: '2026-01-02T03:04:05.000Z' }

/** What the operator had, by path: it is in the files at the end, or under a ref. */
const mine: Readonly<Record<string, string>> = {
  'untracked notes.txt': 'mine',
  'src/beside.txt': 'good, and mine',
  'ignored/cache.bin': 'cached',
}

let template: TestRepo
let feature: WrittenFeature
let trace: readonly string[]
let history: readonly HistoryEntry[]

beforeAll(async () => {
  template = createRepo()
  feature = writeFeature(template, { units: 2, config: fakeAgentConfig('isolation: in_place\n') })
  writeScenario(template, {
    'T01/1': [
      { do: 'write', path: 'src/T01.txt', text: 'bad\n' },
      { do: 'write', path: 'untracked notes.txt', text: "the agent's\n" },
      { do: 'remove', path: 'src/beside.txt' },
    ],
  })
  template.commitAll('docs: plan')
  await situationOf(template, feature).arm()
  template.git('switch', '--quiet', feature.branch)
  for (const [path, text] of Object.entries(mine)) template.write(path, `${text}\n`)
  const repo = copyRepo(template)
  const file = join(repo.outside, 'trace.txt')
  const end = await situationOf(repo, feature).loopWith({ ...fixedTime, GATECYCLE_FAULT_TRACE: file })
  expect(end, end.stderr).toMatchObject({ exitCode: 0 })
  trace = readFileSync(file, 'utf8').split('\n').filter(Boolean)
  history = historyOf(repo, feature.runRef)
  repo.remove()
}, 120_000)

afterAll(() => template.remove())

test('the undisturbed run passes every point of a landing', () => {
  expect([...new Set(trace.filter((point) => point.startsWith('in-place/')))].toSorted()).toEqual([
    'in-place/branch-moved',
    'in-place/index-locked',
    'in-place/index-renamed',
    'in-place/landing-recorded',
  ])
})

test(
  'a driver that is killed in the checkout, started again, comes to the same history; every byte is in the files or under a ref',
  { timeout: 3_600_000 },
  async () => {
    const problems: string[] = []
    const points = chosenPoints()
    const queue = [...points]
    const work = async (): Promise<void> => {
      for (let point = queue.shift(); point !== undefined; point = queue.shift())
        problems.push(...(await crashAt(point)).map((problem) => `${point}: ${problem}`))
    }
    await Promise.all(Array.from({ length: availableParallelism() }, work))
    process.stdout.write(`crash in place: ${points.length} kills, ${problems.length} problems\n`)
    expect(problems).toEqual([])
  },
)

function chosenPoints(): readonly string[] {
  const counts = new Map<string, number>()
  for (const name of trace) counts.set(name, (counts.get(name) ?? 0) + 1)
  // In the middle of the bytes a disk can be full, and nothing is killed.
  const places = [...counts].filter(([name]) => !name.endsWith('/bytes'))
  return places.flatMap(([name, count], index) => {
    const all = Array.from({ length: count }, (_, passing) => `${name}:${passing + 1}`)
    if (full) return all
    // While work is verified that wrote over a file of the operator's.
    if (name === 'unit/run-verification/before') return [`${name}:1`]
    // Landings with and without a commit; of the machines' own points every eighth.
    if (name.startsWith('in-place/')) return [`${name}:${1 + (index % 2)}`, `${name}:${Math.ceil(count / 2)}`]
    return index % 8 === 0 ? [`${name}:${(index % count) + 1}`] : []
  })
}

async function crashAt(point: string): Promise<readonly string[]> {
  const repo = copyRepo(template)
  try {
    const { loopWith } = situationOf(repo, feature)
    const killed = await loopWith({ ...fixedTime, GATECYCLE_FAULT: point })
    if (killed.signal !== 'SIGKILL')
      return [`was not killed, but exited ${killed.exitCode}: ${killed.stderr}`]
    const end = await loopWith(fixedTime)
    return [
      ...(end.exitCode === 0 ? [] : [`exited ${end.exitCode}: ${end.stdout}${end.stderr}`]),
      ...compareHistory(repo),
      ...compareFiles(repo),
    ]
  } finally {
    endProcessesOf(repo)
    repo.remove()
  }
}

function compareHistory(repo: TestRepo): readonly string[] {
  const found = historyOf(repo, feature.runRef)
  if (found.length !== history.length) return [`history: ${found.map(({ subject }) => subject).join(' | ')}`]
  return history.flatMap((entry, at) => {
    const other = found[at]
    const names = Object.keys({ ...entry.files, ...other?.files })
    const files = names.filter((name) => entry.files[name] !== other?.files[name])
    const isEqual =
      JSON.stringify([entry.body, entry.trailers]) === JSON.stringify([other?.body, other?.trailers])
    return files.length === 0 && isEqual
      ? []
      : [`"${entry.subject}" differs in ${files.join(', ') || 'its message'}`]
  })
}

function compareFiles(repo: TestRepo): readonly string[] {
  const wrong = Object.entries(mine).filter(
    ([path, text]) => !repo.has(path) || repo.read(path) !== `${text}\n`,
  )
  const refs = repo.git('for-each-ref', '--format=%(refname)', 'refs/gatecycle/rescue').split('\n')
  const kept = (path: string, text: string): boolean =>
    refs.some(
      (ref) =>
        repo.gitSays('cat-file', '-e', `${ref}:${path}`) &&
        repo.git('cat-file', 'blob', `${ref}:${path}`) === text,
    )
  const agents = kept('src/T01.txt', 'bad') && kept('untracked notes.txt', "the agent's")
  const status = repo.git('status', '--porcelain')
  return [
    ...wrong.map(([path]) => `${path} is not as it was`),
    ...(agents ? [] : ['the failed attempt is under no ref']),
    ...(status === '?? src/beside.txt\n?? "untracked notes.txt"' ? [] : [`status: ${status}`]),
    ...(repo.git('symbolic-ref', 'HEAD') === `refs/heads/${feature.branch}` ? [] : ['HEAD is elsewhere']),
    ...(repo.git('rev-parse', 'HEAD') === repo.git('rev-parse', feature.runRef)
      ? []
      : ['the branch is behind']),
    ...(repo.has('.git/index.lock') ? ['a lock is left'] : []),
    ...(repo.gitSays('fsck', '--strict', '--no-dangling') ? [] : ['git fsck finds damage']),
  ]
}
