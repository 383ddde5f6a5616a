import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createGitClient } from '../../packages/loop/src/adapters/git/git-client.ts'
import { readTexts } from '../../packages/loop/src/adapters/objects/repository.ts'
import { readCommit } from '../../packages/loop/src/effects/prove/read-history.ts'
import { proveRange, type ProofEntry } from '../../packages/loop/src/effects/prove/prove-range.ts'
import { createLogReader, type LogIndex } from '../../packages/loop/src/policy/log-index.ts'
import { claimsUnit, proveUnit } from '../../packages/loop/src/policy/prove-unit.ts'
import {
  createRepo,
  runBin,
  writeFeature,
  writeScenario,
  type TestRepo,
  type WrittenFeature,
} from '../../packages/test-kit/src/index.ts'
import { compileSchema } from '../compile-schema.ts'
import { situationOf } from '../open-scenario.ts'
import { alterCommit, cloneOf, createRandom, generateUnits, type Generated } from './generate-units.ts'

/** GATECYCLE_TEST_FULL=1 tries every byte of the chosen commits; without it, a sample that the seed draws. */
const full = process.env['GATECYCLE_TEST_FULL'] === '1'
const seed = Number(process.env['GATECYCLE_TEST_SEED'] ?? 20_260_101)
/** A feature has at most 99 units, so that there are several. */
const bulkSizes = full ? [99, 99, 99, 99] : [70, 70, 70]

/** What a real run of the built driver landed. */
interface Driven {
  readonly repo: TestRepo
  readonly feature: WrittenFeature
  readonly units: number
}

let driven: Driven
let bulks: readonly Generated[]
const made: TestRepo[] = []

beforeAll(async () => {
  driven = await driveUnits(3)
  bulks = await Promise.all(bulkSizes.map(async (size, at) => generateUnits(size, seed + at)))
  made.push(driven.repo, ...bulks.map(({ repo }) => repo))
  const landed = bulks.reduce((sum, { units }) => sum + units, 0)
  process.stdout.write(`prove: ${driven.units} units driven, ${landed} landed by its code, seed ${seed}\n`)
}, 900_000)

afterAll(() => {
  for (const repo of made) repo.remove()
})

/** A whole run of the built command, one attempt of which fails. */
async function driveUnits(units: number): Promise<Driven> {
  const repo = createRepo()
  const feature = writeFeature(repo, { units })
  writeScenario(repo, { 'T02/1': [{ do: 'write', path: 'src/T02.txt', text: 'bad\n' }] })
  repo.commitAll('docs: plan')
  const it = situationOf(repo, feature)
  await it.arm()
  const end = await it.loop()
  if (end.exitCode !== 0) throw new Error(`${end.stdout}${end.stderr}`)
  return { repo, feature, units: units + 1 }
}

const cases = (): readonly Driven[] => [driven, ...bulks]

/** What `loop prove` says, as its JSON. */
async function prove(repo: TestRepo, range: string): Promise<Proved> {
  const end = await runBin('loop', ['prove', range, '--json'], { cwd: repo.path, env: repo.env })
  const result = JSON.parse(end.stdout) as { readonly detail: Proved }
  expect(check(result.detail), end.stdout.slice(0, 2000)).toEqual([])
  return { ...result.detail, exitCode: end.exitCode }
}

const schemaFile = fileURLToPath(new URL('../../schemas/prove-result.schema.json', import.meta.url))
const check = compileSchema(JSON.parse(readFileSync(schemaFile, 'utf8')))

interface Proved {
  readonly exitCode: number
  readonly counts: Readonly<Record<'proved' | 'carried' | 'unproved' | 'books' | 'others', number>>
  readonly entries: readonly (ProofEntry & { readonly signature: string })[]
}

const reasonsOf = ({ entries }: Proved): readonly string[] =>
  entries.filter(({ verdict }) => verdict === 'unproved').map(({ unit, reason }) => `${unit}: ${reason}`)

test('every unit is proved where it landed, and in a clone', async () => {
  for (const { repo, feature, units } of cases()) {
    const clone = cloneOf({ repo, feature })
    made.push(clone)
    for (const place of [repo, clone]) {
      const proved = await prove(place, `main..${feature.branch}`)
      expect(reasonsOf(proved)).toEqual([])
      expect(proved).toMatchObject({ exitCode: 0, counts: { proved: units, carried: 0, unproved: 0 } })
    }
  }
  tell('in place and after clone: all proved')
})

test('every unit is carried by a rebase onto a moved base', { timeout: 600_000 }, async () => {
  for (const { repo, feature, units } of cases()) {
    const clone = moved(repo, feature)
    clone.git('switch', '--quiet', feature.branch)
    clone.git('rebase', '--quiet', 'main')
    const proved = await prove(clone, `main..${feature.branch}`)
    expect(reasonsOf(proved)).toEqual([])
    expect(proved).toMatchObject({ exitCode: 0, counts: { proved: 0, carried: units, unproved: 0 } })
  }
  tell('after a rebase: all carried')
})

test('every unit is carried by a squash merge', async () => {
  for (const { repo, feature, units } of cases()) {
    const clone = moved(repo, feature)
    clone.git('merge', '--quiet', '--squash', feature.branch)
    clone.git('commit', '--quiet', '-m', 'feat: all of it (#12)')
    const proved = await prove(clone, 'HEAD~1..HEAD')
    expect(reasonsOf(proved)).toEqual([])
    expect(proved).toMatchObject({ exitCode: 0, counts: { proved: 0, carried: units, unproved: 0 } })
    expect(new Set(proved.entries.map(({ unit }) => unit)).size).toBe(units)
  }
  tell('after a squash merge: all carried')
})

/** A clone whose main went on meanwhile. */
function moved(repo: TestRepo, feature: WrittenFeature): TestRepo {
  const clone = cloneOf({ repo, feature })
  made.push(clone)
  clone.write('docs/elsewhere.md', 'meanwhile\n')
  clone.commitAll('docs: meanwhile')
  return clone
}

test('a squash merge that changes a file on the way is not taken for the units’ work', async () => {
  const clone = moved(driven.repo, driven.feature)
  clone.git('merge', '--quiet', '--squash', driven.feature.branch)
  clone.write('src/T01.txt', 'good, but not as verified\n')
  clone.commitAll('feat: all of it, and a little more')
  const proved = await prove(clone, 'HEAD~1..HEAD')
  expect(reasonsOf(proved)).toEqual([
    `${driven.feature.id}/T01: squashed: src/T01.txt is not as it was verified`,
  ])
  expect(proved.exitCode).toBe(1)
})

test('a rebase that changes what a unit did is not taken for its work', async () => {
  const clone = moved(driven.repo, driven.feature)
  const { branch, id } = driven.feature
  clone.git('switch', '--quiet', '--detach', `${branch}~4`)
  clone.write('src/T01.txt', 'better\n')
  clone.git('commit', '--quiet', '--all', '--amend', '--no-edit')
  const proved = await prove(clone, `main..HEAD`)
  expect(reasonsOf(proved)).toEqual([
    `${id}/T01: its tree is not the verified one, and it changes something else`,
  ])
})

/** A commit of a unit with what a proof of it needs, read once. */
async function claimOf({ repo, feature }: Driven, commit: string): Promise<Claim> {
  const git = createGitClient(repo.path, repo.env)
  const raw = await readCommit(git, commit)
  const path = `${feature.path}/events.jsonl`
  const text = (await readTexts(git, commit, [path])).get(path) ?? ''
  return {
    tree: raw.tree,
    message: Buffer.from(raw.message ?? '', 'utf8'),
    text,
    log: createLogReader()(text),
  }
}

interface Claim {
  readonly tree: string
  readonly message: Buffer
  readonly text: string
  readonly log: LogIndex
}

async function verdictOf(claim: Claim, message: Buffer, log: LogIndex): Promise<string> {
  const decoded = decode(message)
  if (decoded !== undefined && !claimsUnit(decoded)) return 'no claim'
  const { verdict } = await proveUnit({
    tree: claim.tree,
    message: decoded,
    log,
    isReached: () => true,
    change: async () => 'another change',
  })
  return verdict
}

function decode(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** The places to change and what to: all of them, or as many as asked. */
function placesIn(length: number, count: number, random: (below: number) => number): readonly number[] {
  if (full || count >= length) return Array.from({ length }, (_, at) => at)
  return Array.from({ length: count }, () => random(length))
}

const flip = (bytes: Buffer, at: number, random: (below: number) => number): Buffer => {
  const other = Buffer.from(bytes)
  other[at] = (other[at] ?? 0) ^ (1 + random(255))
  return other
}

test('every changed byte of a message is found', { timeout: 600_000 }, async () => {
  const random = createRandom(seed)
  const missed: string[] = []
  let tried = 0
  for (const bulk of bulks) {
    const commit = bulk.commits.at(random(bulk.units)) ?? ''
    const claim = await claimOf(bulk, commit)
    expect(await verdictOf(claim, claim.message, claim.log)).toBe('proved')
    for (const at of placesIn(claim.message.length, 2000, random)) {
      tried += 1
      const verdict = await verdictOf(claim, flip(claim.message, at, random), claim.log)
      if (verdict !== 'unproved') missed.push(`${commit} byte ${at}: ${verdict}`)
    }
  }
  tell(`message: ${tried} changed bytes, ${missed.length} missed`)
  expect(missed).toEqual([])
})

test('every changed byte of a log is found', { timeout: 1_800_000 }, async () => {
  const random = createRandom(seed + 1)
  const missed: string[] = []
  let tried = 0
  for (const bulk of bulks) {
    const commit = bulk.commits[1] ?? ''
    const claim = await claimOf(bulk, commit)
    const bytes = Buffer.from(claim.text, 'utf8')
    for (const at of placesIn(bytes.length, 400, random)) {
      tried += 1
      const log = createLogReader()(decode(flip(bytes, at, random)) ?? '\u0000')
      const verdict = await verdictOf(claim, claim.message, log)
      if (verdict !== 'unproved') missed.push(`${commit} byte ${at}: ${verdict}`)
    }
  }
  tell(`log: ${tried} changed bytes, ${missed.length} missed`)
  expect(missed).toEqual([])
})

test('every changed byte of a tree is found, in each file of it', { timeout: 1_800_000 }, async () => {
  const random = createRandom(seed + 2)
  const { repo, feature } = driven
  const git = createGitClient(repo.path, repo.env)
  const missed: string[] = []
  let tried = 0
  const commit = repo.git('rev-parse', `${feature.branch}~2`)
  const files = repo.git('ls-tree', '-r', '-z', '--name-only', commit).split('\0').filter(Boolean)
  for (const path of files) {
    const bytes = Buffer.from(repo.git('cat-file', 'blob', `${commit}:${path}`).concat('\n'))
    for (const at of placesIn(bytes.length, 2, random).slice(0, full ? 400 : 2)) {
      tried += 1
      const altered = alterTree(repo, { commit, path, bytes: flip(bytes, at, random) })
      const { entries } = await proveRange(git, feature.stateRoot, `${altered}~1..${altered}`)
      const verdicts = entries.map(({ verdict }) => verdict)
      if (verdicts.join() !== 'unproved') missed.push(`${path} byte ${at}: ${verdicts.join()}`)
    }
  }
  tell(`tree: ${tried} changed bytes in ${files.length} files, ${missed.length} missed`)
  expect(missed).toEqual([])
})

test('a changed message is found in the repository as well', async () => {
  const random = createRandom(seed + 3)
  const { repo, feature } = driven
  const git = createGitClient(repo.path, repo.env)
  const commit = repo.git('rev-parse', `${feature.branch}~2`)
  const start = repo.git('cat-file', 'commit', commit).indexOf('\n\n') + 2
  for (let round = 0; round < 10; round += 1) {
    const altered = alterCommit(repo, commit, (raw) => flip(raw, start + random(raw.length - start), random))
    const { entries } = await proveRange(git, feature.stateRoot, `${altered}~1..${altered}`)
    expect(entries.map(({ verdict }) => verdict)).toEqual(['unproved'])
  }
})

test('log lines that were cut off at the end of the range are missed', async () => {
  const clone = moved(driven.repo, driven.feature)
  const { branch, path } = driven.feature
  clone.git('switch', '--quiet', branch)
  const file = `${path}/events.jsonl`
  clone.write(file, clone.read(file).split('\n').slice(0, 12).join('\n').concat('\n'))
  clone.commitAll('chore: tidy up')
  const proved = await prove(clone, `main..${branch}`)
  expect(proved.counts.unproved).toBeGreaterThan(0)
  expect(reasonsOf(proved).join('\n')).toContain('at the end of the range')
})

interface Altered {
  readonly commit: string
  readonly path: string
  readonly bytes: Buffer
}

/** The commit with one file changed in its tree, and nothing else: message and parent stay. */
function alterTree(repo: TestRepo, { commit, path, bytes }: Altered): string {
  const tree = repo.git('rev-parse', `${commit}^{tree}`)
  const changed = replaceInTree(repo, tree, { path, bytes })
  return alterCommit(repo, commit, (raw) => Buffer.from(raw.toString('utf8').replace(tree, changed)))
}

function replaceInTree(repo: TestRepo, tree: string, { path, bytes }: Omit<Altered, 'commit'>): string {
  const blob = repo.git('hash-object', '-w', '--literally', '-t', 'blob', writeOutside(repo, bytes))
  const index = { GIT_INDEX_FILE: `${repo.outside}/altered-index` }
  const git = createIndexGit(repo, index)
  git('read-tree', tree)
  const mode = repo.git('ls-tree', '--full-tree', tree, '--', `:(literal)${path}`).split(' ')[0] ?? '100644'
  git('update-index', '--cacheinfo', `${mode},${blob},${path}`)
  return git('write-tree')
}

function writeOutside(repo: TestRepo, bytes: Buffer): string {
  const file = join(repo.outside, 'altered-blob')
  writeFileSync(file, bytes)
  return file
}

function createIndexGit(
  repo: TestRepo,
  more: Readonly<Record<string, string>>,
): (...args: readonly string[]) => string {
  const env = { ...repo.env, ...more }
  return (...args) => execFileSync('git', args, { cwd: repo.path, env, encoding: 'utf8' }).trim()
}

function tell(line: string): void {
  process.stdout.write(`prove: ${line}, seed ${seed}\n`)
}
