import { changeDigestOf } from '../../adapters/objects/change-digest.ts'
import { decodePath, splitNul } from '../../adapters/git/path-bytes.ts'
import { changedPaths } from '../../adapters/objects/repository.ts'
import type { Git } from '../../ports.ts'
import { claimsBooks, proveBooks } from '../../policy/prove-books.ts'
import { proveSquash, squashedLandings, type CarriedUnit } from '../../policy/prove-squash.ts'
import { claimsUnit, proveUnit, type Verdict } from '../../policy/prove-unit.ts'
import { quotePath } from '../../policy/quote-path.ts'
import { parseMessage } from '../../policy/unit-message.ts'
import { createFeatureLogs, type FeatureLogs } from './feature-logs.ts'
import { readLandedCommits, withCommit, type LandedCommits } from './landed-commits.ts'
import { readHistory, type RawCommit } from './read-history.ts'

/** One unit, or one commit of the books, and what became of its proof. */
export interface ProofEntry {
  readonly commit: string
  /** Undefined for a commit that only keeps the books. */
  readonly unit: string | undefined
  readonly verdict: Verdict
  readonly reason: string
  /** The commit that the log names, where this one is another. */
  readonly landedAs?: string
  readonly isSigned: boolean
}

/** A range of history, held against itself. */
export interface ProofOfRange {
  readonly entries: readonly ProofEntry[]
  /** Commits that no driver made: nothing is said about them. */
  readonly others: number
}

interface Walk {
  readonly git: Git
  readonly logs: FeatureLogs
  readonly tip: string
  /** The trees that commits of this history say were verified; read when it is first needed. */
  readonly verifiedTrees: () => Promise<ReadonlySet<string>>
  readonly landed: LandedCommits
}

/** Proves every unit of a range. Reads the repository and nothing else. */
export async function proveRange(git: Git, stateRoot: string, range: string): Promise<ProofOfRange> {
  const commits = await readHistory(git, range)
  const tip = commits.at(-1)?.id ?? ''
  let trees: Promise<ReadonlySet<string>> | undefined
  const verifiedTrees = async (): Promise<ReadonlySet<string>> => (trees ??= readVerifiedTrees(git, tip))
  const logs = createFeatureLogs(git, stateRoot)
  const landed = await readLandedCommits(commits, featuresIn(commits), logs)
  const walk: Walk = { git, logs, tip, verifiedTrees, landed }
  const entries: ProofEntry[] = []
  let others = 0
  // From the newest: its log is the longest, and the others are beginnings of it.
  for (const commit of commits.toReversed()) {
    const found = await proveCommit(walk, commit)
    entries.unshift(...found)
    if (found.length === 0) others += 1
  }
  return { entries, others }
}

async function proveCommit(walk: Walk, commit: RawCommit): Promise<readonly ProofEntry[]> {
  const message = commit.message ?? ''
  const isClaim = commit.message === undefined || claimsUnit(message)
  const entry = { commit: commit.id, isSigned: commit.isSigned }
  if (isClaim && parseMessage(message) !== undefined)
    return [{ ...entry, ...(await proveClaim(walk, commit, message)) }]
  const squashed = await proveSquashed(walk, commit)
  if (squashed.length > 0) return squashed.map((unit) => ({ ...entry, ...unit }))
  if (isClaim) return [{ ...entry, ...(await proveClaim(walk, commit, message)) }]
  return proveBooksOf(walk, commit, message)
}

async function proveClaim(
  { git, logs, tip, landed }: Walk,
  commit: RawCommit,
  message: string,
): Promise<Pick<ProofEntry, 'unit' | 'verdict' | 'reason' | 'landedAs'>> {
  const unit = /^Feature: (?<unit>\S+)$/mu.exec(message)?.groups?.['unit']
  const feature = featureOf(unit ?? '')
  const path = await logs.pathOf(commit.id, feature)
  const end = await logs.read(tip, feature)
  const proof = await proveUnit({
    tree: commit.tree,
    message: commit.message,
    log: await logs.read(commit.id, feature),
    isReached: (hash) =>
      end?.problem === undefined && (end?.events.some((event) => event.hash === hash) ?? false),
    change: async () => {
      const [parent] = commit.parents
      return parent === undefined || path === undefined
        ? undefined
        : changeDigestOf(git, { from: parent, to: commit.id, without: path })
    },
  })
  const landedAs = landed.landingOf(unit ?? '', commit.tree)
  const facts = { id: commit.id, isNamed: landed.isNamed(commit.id) }
  return { unit, ...withCommit(proof, landedAs === undefined ? facts : { ...facts, landedAs }) }
}

/** Gate ends, blocked units, arms: their words fit, and their log ends as they say. */
async function proveBooksOf(
  { logs, landed }: Walk,
  commit: RawCommit,
  message: string,
): Promise<readonly ProofEntry[]> {
  if (!claimsBooks(message)) return []
  const log = await logs.read(commit.id, featureIn(message) ?? '')
  const proof = withCommit(proveBooks({ message, log }), {
    id: commit.id,
    isNamed: landed.isNamed(commit.id),
  })
  return [{ commit: commit.id, unit: undefined, isSigned: commit.isSigned, ...proof }]
}

async function proveSquashed(walk: Walk, commit: RawCommit): Promise<readonly CarriedUnit[]> {
  const { git, logs } = walk
  const [parent] = commit.parents
  if (parent === undefined || commit.parents.length > 1) return []
  const paths = (await changedPaths(git, parent, commit.id)).map(({ path }) => path)
  const changed = new Set(paths.map((path) => quotePath(path)))
  const features = paths.flatMap((path) => {
    const feature = /\/features\/(?<id>FEAT-\d{4}-\d{4}|INIT-\d{4}-\d{4}-F\d+)[^/]*\/events\.jsonl$/u.exec(
      path,
    )
    return feature?.groups?.['id']?.replace(/-(?=F\d+$)/u, '/') ?? []
  })
  const found: CarriedUnit[] = []
  for (const feature of features) {
    const log = await logs.read(commit.id, feature)
    const before = (await logs.read(parent, feature))?.events.length ?? 0
    if (log === undefined) continue
    const trees = log.events.slice(before).some(({ event_type }) => event_type === 'unit_committed')
      ? await walk.verifiedTrees()
      : new Set<string>()
    const facts = { log, linesBefore: before, changed, hasOwnCommit: (tree: string) => trees.has(tree) }
    if (squashedLandings(facts).length > 0)
      found.push(...proveSquash({ ...facts, entryOf: await readEntries(git, commit.id) }))
  }
  return found
}

async function readEntries(git: Git, commit: string): Promise<(path: string) => string | null> {
  const bytes = await git.bytes(['ls-tree', '-r', '-z', '--full-tree', commit])
  const entries = new Map(
    splitNul(bytes).map((part): [string, string] => {
      const line = decodePath(part)
      const [mode = '', , blob = ''] = line.split('\t')[0]?.split(' ') ?? []
      return [quotePath(line.slice(line.indexOf('\t') + 1)), `${mode} ${blob}`]
    }),
  )
  return (path) => entries.get(path) ?? null
}

async function readVerifiedTrees(git: Git, tip: string): Promise<ReadonlySet<string>> {
  const text = await git.text(['log', '--format=%(trailers:key=Verified-Tree,valueonly)', tip])
  return new Set(text.split('\n').filter((line) => line !== ''))
}

function featuresIn(commits: readonly RawCommit[]): ReadonlySet<string> {
  return new Set(commits.flatMap(({ message }) => featureIn(message ?? '') ?? []))
}

function featureIn(message: string): string | undefined {
  const unit = /^Feature: (?<unit>\S+)$/mu.exec(message)?.groups?.['unit']
  return unit === undefined ? undefined : featureOf(unit)
}

/** `FEAT-2026-0007` of `FEAT-2026-0007/T01`; an initiative's feature has a slash of its own. */
function featureOf(unit: string): string {
  return /^(?:INIT-\d{4}-\d{4}\/F\d+|[^/]+)/u.exec(unit)?.[0] ?? unit
}
