import { createHash } from 'node:crypto'
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import type { TestRepo } from '../../packages/test-kit/src/index.ts'

/** Remembers what lay in a checkout, and says what of it is nowhere any more. */
export interface Ledger {
  /** Somebody does something. All that is here when it is done has to be somewhere from then on. */
  readonly watch: (act: () => void) => void
  /**
   * The same while others work here: what they are about to change is theirs, and so are the files of the plan, which the driver
   * writes itself.
   */
  readonly watchAmong: (act: () => void, plan: string) => void
  /** What was there and is neither in the files, nor in the index, nor under a ref. */
  readonly lost: () => readonly string[]
}

/** Content is known by the name that git gives it, so that it is found wherever it went. */
export function openLedger(repo: TestRepo): Ledger {
  let noted: ReadonlyMap<string, string> = new Map()
  return {
    watch: (act) => {
      act()
      noted = new Map([...filesOf(repo), ...stagedIn(repo)])
    },
    watchAmong: (act, plan) => {
      const before = filesOf(repo)
      act()
      const after = filesOf(repo)
      const old = [...noted].filter(([id]) => !before.has(id) || after.has(id))
      const fresh = [...after].filter(([id, path]) => !before.has(id) && !path.startsWith(`${plan}/`))
      noted = new Map([...old, ...fresh])
    },
    lost: () => {
      const files = filesOf(repo)
      const missing = [...noted].filter(([id]) => !files.has(id))
      if (missing.length === 0) return []
      const held = new Set([...stagedIn(repo).keys(), ...reachable(repo)])
      return missing.filter(([id]) => !held.has(id)).map(([, path]) => path)
    },
  }
}

function filesOf({ path: top }: TestRepo): ReadonlyMap<string, string> {
  const walk = (folder: string): readonly string[] =>
    readdirSync(join(top, folder), { withFileTypes: true }).flatMap((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (path === '.git') return []
      return entry.isDirectory() ? walk(path) : [path]
    })
  return new Map(walk('').map((path) => [blobIdOf(join(top, path)), path]))
}

/** SHA-1 over `blob <size>` NUL and the bytes; of a link, where it leads (git-hash-object(1)). */
function blobIdOf(path: string): string {
  const bytes = lstatSync(path).isSymbolicLink() ? Buffer.from(readlinkSync(path)) : readFileSync(path)
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex')
}

function stagedIn(repo: TestRepo): ReadonlyMap<string, string> {
  const lines = repo.git('ls-files', '--stage').split('\n').filter(Boolean)
  // A file that is only to be added has no content yet.
  const none = 'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391'
  return new Map(
    lines.map((line): [string, string] => [line.split(' ')[1] ?? '', line]).filter(([id]) => id !== none),
  )
}

function reachable(repo: TestRepo): readonly string[] {
  const stashes = repo.gitSays('rev-parse', '--verify', '--quiet', 'refs/stash')
    ? repo.git('stash', 'list', '--format=%H').split('\n').filter(Boolean)
    : []
  return repo
    .git('rev-list', '--objects', '--all', 'HEAD', ...stashes)
    .split('\n')
    .map((line) => line.split(' ')[0] ?? '')
}
