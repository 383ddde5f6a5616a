import type { TestRepo } from './create-repo.ts'

/** One commit of the driver, without what may differ between two runs that did the same. */
export interface HistoryEntry {
  readonly subject: string
  readonly body: string
  readonly trailers: Readonly<Record<string, string>>
  /** Path → text, without the log and the evidence notes; front matter without timing and cost. */
  readonly files: Readonly<Record<string, string>>
}

/** Trailers that hold a time, an amount, a hash over one, or a number that was drawn. */
const movingTrailers: ReadonlySet<string> = new Set([
  'Event-Log',
  'Proof',
  'Books',
  'Change-Digest',
  'Cost-USD',
  'Arm',
  'Verified-Tree',
  'Change-Digest',
  'Commit',
])
const movingKeys =
  /^(?:cost_usd|input_tokens|output_tokens|duration_seconds|cumulative_\w+|driver_version|started_at): .*\n/gmu

/** The driver's commits from the oldest to the newest, in a form in which equal work is equal. */
export function historyOf(repo: TestRepo, range: string): readonly HistoryEntry[] {
  const commits = repo.git('rev-list', '--reverse', range).split('\n').filter(Boolean)
  return commits.map((commit) => {
    const message = repo.git('log', '-1', '--format=%B', commit)
    const trailers = trailersOf(repo, commit)
    const subject = message.split('\n')[0] ?? ''
    return { subject, body: bodyOf(message), trailers: withoutMoving(trailers), files: filesOf(repo, commit) }
  })
}

/** The trailers of a commit as git reads them. */
export function trailersOf(repo: TestRepo, commit: string): Readonly<Record<string, string>> {
  const text = repo.git('log', '-1', '--format=%(trailers:only,unfold)', commit)
  return Object.fromEntries(
    text
      .split('\n')
      .filter(Boolean)
      .map((line) => [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)]),
  )
}

function bodyOf(message: string): string {
  return message.split('\n\n').slice(1, -1).join('\n\n')
}

function withoutMoving(trailers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(trailers).filter(([name]) => !movingTrailers.has(name)))
}

function filesOf(repo: TestRepo, commit: string): Readonly<Record<string, string>> {
  const entries = repo
    .git('ls-tree', '-r', '-z', '--full-tree', commit)
    .split('\0')
    .filter(Boolean)
    .map((line): [string, string] => [line.slice(line.indexOf('\t') + 1), line.slice(0, line.indexOf('\t'))])
    .filter(([path]) => !path.endsWith('/events.jsonl') && !path.includes('/work/'))
  return Object.fromEntries(
    entries.map(([path, entry]) => [path, isPlanFile(path) ? planText(repo, commit, path) : entry]),
  )
}

function isPlanFile(path: string): boolean {
  return path.includes('/features/') && path.endsWith('.md')
}

function planText(repo: TestRepo, commit: string, path: string): string {
  return repo
    .git('cat-file', 'blob', `${commit}:${path}`)
    .replaceAll(movingKeys, '')
    .replaceAll(/^(\| FEAT-\S+ \| \d+ \| \w+ \|) [\d.]+ \|/gmu, '$1 … |')
}
