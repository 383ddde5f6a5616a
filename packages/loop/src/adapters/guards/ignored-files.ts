import { lstatSync, readdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Git } from '../../ports.ts'
import { indexEnv, viewOf } from '../worktree/driver-view.ts'
import { hasCode, isMissing, readBytesIfThere, readIfThere } from '../system/durable-file.ts'

/** The ignored files of a worktree: path → what shows that it was written to. */
export interface IgnoredListing {
  readonly files: Readonly<Record<string, string>>
  /** Folders that hold more than is looked through. */
  readonly unseen: readonly string[]
}

/** How the ignored files differ from a listing that was taken before. */
export interface IgnoredChanges {
  readonly created: readonly string[]
  /** There before, and written to since. */
  readonly changed: readonly string[]
  /** What is new at the top: names of files, and of folders with a slash. */
  readonly tops: readonly string[]
}

/** Beyond so many entries a folder is not looked through: half a second at most. */
const mostEntries = 50_000

/** The ignored files of a worktree, from what git names; a link is an entry and is never followed. */
export function lookThrough(git: Git, entries: readonly string[]): IgnoredListing {
  const files: Record<string, string> = {}
  const unseen: string[] = []
  let left = mostEntries
  for (const path of withoutInner(entries)) {
    const found = walk(git.directory, path.replace(/\/$/u, ''), left)
    if (found === undefined) unseen.push(path)
    else {
      left -= found.length
      for (const [file, sign] of found) files[file] = sign
    }
  }
  return { files, unseen }
}

/** git names what lies in a folder beside the folder itself where the rule lies inside; the folder is enough. */
function withoutInner(all: readonly string[]): readonly string[] {
  const folders = new Set(all.filter((path) => path.endsWith('/')))
  return all.filter((path) => !parentsOf(path).some((parent) => folders.has(parent)))
}

/**
 * Paths that git ignores, held against the driver's own index; a folder that is ignored whole is one entry and ends with a slash
 * (git-ls-files(1), --directory).
 */
export async function rawEntries(git: Git, gitDir: string): Promise<readonly string[]> {
  const list = ['ls-files', '-z', '--others', '--ignored', '--exclude-standard', '--directory']
  const bytes = await git.bytes([...viewOf(gitDir), ...list], { env: indexEnv(gitDir) })
  return Buffer.from(bytes).toString('utf8').split('\0').filter(Boolean)
}

function parentsOf(path: string): readonly string[] {
  const parts = path.replace(/\/$/u, '').split('/')
  return parts.slice(0, -1).map((_, index) => `${parts.slice(0, index + 1).join('/')}/`)
}

/** Every file at or below a path, with its sign; undefined when there are more than `most`. */
function walk(root: string, path: string, most: number): readonly (readonly [string, string])[] | undefined {
  const found: (readonly [string, string])[] = []
  const queue = [path]
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    if (found.length + queue.length > most) return undefined
    const facts = lstatSync(join(root, at), { throwIfNoEntry: false })
    if (facts?.isDirectory() === true) queue.push(...namesIn(join(root, at)).map((name) => `${at}/${name}`))
    else if (facts !== undefined)
      found.push([at, `${facts.mode} ${facts.size} ${facts.mtimeMs} ${facts.ctimeMs}`])
  }
  return found
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if (isMissing(error) || hasCode(error, 'EACCES')) return []
    throw error
  }
}

/** What came and what was written to between two listings; folders that either could not look through count as unchanged. */
export function compareIgnored(before: IgnoredListing, after: IgnoredListing): IgnoredChanges {
  const unseen = [...before.unseen, ...after.unseen]
  const known = new Set([...Object.keys(before.files), ...before.unseen].map(topOf))
  const names = Object.keys(after.files).filter((path) => !unseen.some((folder) => path.startsWith(folder)))
  const created = names.filter((path) => before.files[path] === undefined)
  return {
    created,
    tops: [...new Set([...created, ...after.unseen].map(topOf))].filter((top) => !known.has(top)),
    changed: names.filter(
      (path) => before.files[path] !== undefined && before.files[path] !== after.files[path],
    ),
  }
}

function topOf(path: string): string {
  return path.includes('/') ? `${path.slice(0, path.indexOf('/'))}/` : path
}

/** Removes files, and the folders that are empty without them. */
export function removeFiles(root: string, paths: readonly string[]): void {
  for (const path of paths) {
    rmSync(join(root, path), { force: true })
    for (
      let folder = dirname(path);
      folder !== '.' && isEmptied(join(root, folder));
      folder = dirname(folder)
    );
  }
}

function isEmptied(folder: string): boolean {
  try {
    rmdirSync(folder)
    return true
  } catch {
    return false
  }
}

/** Keeps a listing for later, or for another process. */
export function writeListing(path: string, listing: IgnoredListing): void {
  writeFileSync(path, JSON.stringify(listing))
}

/** A listing that was kept; undefined when there is none, or none that can be read. */
export function readListing(path: string): IgnoredListing | undefined {
  try {
    // Written above.
    return JSON.parse(readIfThere(path) ?? 'null') ?? undefined
  } catch {
    return undefined
  }
}

/**
 * Whether a folder says of itself that it is a cache (Cache Directory Tagging Specification, bford.info/cachedir), or an environment
 * of Python, whatever its name (PEP 405).
 */
export function isMarkedByTool(folder: string): boolean {
  return (
    startOf(join(folder, 'CACHEDIR.TAG')).startsWith('Signature: 8a477f597d28d172789f06886806bc55') ||
    /^home\s*=/mu.test(startOf(join(folder, 'pyvenv.cfg')))
  )
}

function startOf(file: string): string {
  try {
    return readBytesIfThere(file, 1000)?.toString('latin1') ?? ''
  } catch {
    return ''
  }
}
