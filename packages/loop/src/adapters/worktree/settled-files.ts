import { createHash } from 'node:crypto'
import {
  lstatSync,
  lutimesSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
  type Stats,
} from 'node:fs'
import { isSystemError } from '../system/durable-file.ts'
import { isThere, stampOf } from '../system/file-facts.ts'
import { readIndexEntries, writeEntryTimes, type IndexEntry, type WantedEntry } from './index-entries.ts'

/**
 * Git tells files by whole seconds: what was written in the second in which the index was written, it reads again each time it looks,
 * because it could have changed since ("racily clean", Documentation/technical/racy-git.txt of git). After a checkout that is every file.
 * A settled file is given a time of content of one second before, so that whoever writes to it afterwards changes that time.
 */
export interface SettledFiles {
  /** After a checkout, before anybody else can write: what was just written is settled. `idBytes` as in `readIndexEntries`. */
  settle(idBytes: number): void
  /**
   * After git took files: one that was given an old time in this very second looks like a settled one, and is watched like one.
   */
  watch(idBytes: number): void
  /**
   * Whether git may overlook something: a file was written in the very second in which it was settled, and was given its old time back. Git
   * then has to look once more behind `distrust`. A later write git finds by its time of change, which nobody can set.
   */
  mayHide(): boolean
  /** Makes git read every file at its next look. */
  distrust(): void
}

interface Place {
  /** The top of the worktree. */
  readonly root: string
  readonly index: string
}

/** In lists side by side: there are thousands, and they are looked at before each look of git's for up to a second. */
interface Settled {
  readonly paths: readonly (string | Buffer)[]
  /** Milliseconds since 1970, with what there is behind the point. */
  readonly ctimes: number[]
  readonly mtimes: number[]
}

/** The same, with the place of each path in the lists. */
interface Watched extends Settled {
  readonly places: ReadonlyMap<string, number>
}

const none: Watched = { paths: [], ctimes: [], mtimes: [], places: new Map() }

/** Few files are read again as fast as they are settled. */
const fewest = 100

export function createSettledFiles(place: Place): SettledFiles {
  const { root, index } = place
  // Written to be told what time it is for the file system.
  const clock = `${index}.clock`
  let settled = none
  let lastSecond = 0
  const done = (): void => {
    settled = none
    rmSync(clock, { force: true })
  }
  const keep = (more: Settled): void => {
    settled = withOlder(more, settled)
    lastSecond = secondOf(clock)
  }
  return {
    settle: (idBytes) => {
      const bytes = readFileSync(index)
      const racy = racyEntries(bytes, index, idBytes)
      if (racy.length < fewest) return
      keep(settleAll(root, bytes, racy, secondOf(clock) - 1))
      // Where times of change are whole seconds, nobody could tell which file was written since.
      if (settled.ctimes.every((time) => time % 1000 === 0)) return done()
      replaceIndex(index, bytes, idBytes)
    },
    watch: createWatch(place, () => settled, keep),
    mayHide: () => {
      if (settled === none) return false
      const isLast = secondOf(clock) > lastSecond
      if (findHidden(settled)) return true
      if (isLast) done()
      return false
    },
    distrust: () => {
      // An index as old as this makes git read every file once.
      if (isThere(index)) utimesSync(index, 1, 1)
    },
  }
}

/** Looks at an index once: what is in it does not change. */
function createWatch(
  { root, index }: Place,
  watched: () => Watched,
  keep: (more: Settled) => void,
): SettledFiles['watch'] {
  let last = ''
  return (idBytes) => {
    const stamp = stampOf(index)
    if (stamp === last) return
    last = stamp
    const more = asTaken(root, backdatedEntries(index, idBytes), watched())
    if (more.paths.length > 0) keep(more)
  }
}

/** The files that git would read again: not older than the index. */
function racyEntries(bytes: Buffer, index: string, idBytes: number): readonly IndexEntry[] {
  const written = secondIn(lstatSync(index).mtimeMs)
  const isRacy: WantedEntry = (_ctimeSeconds, mtimeSeconds, mode) =>
    mtimeSeconds >= written && mode >> 12 === regularFile
  return readIndexEntries(bytes, idBytes, isRacy) ?? []
}

/** The files that git will not read again, although they may still be written within the second of their time of change. */
function backdatedEntries(index: string, idBytes: number): readonly IndexEntry[] {
  const written = secondIn(lstatSync(index).mtimeMs)
  const isBackdated: WantedEntry = (ctimeSeconds, mtimeSeconds, mode) =>
    ctimeSeconds >= written && mtimeSeconds < written && mode >> 12 === regularFile
  return readIndexEntries(readFileSync(index), idBytes, isBackdated) ?? []
}

/** Files with the times that git took down, but for those that are watched already as they are. */
function asTaken(root: string, entries: readonly IndexEntry[], watched: Watched): Settled {
  const taken = { paths: [] as (string | Buffer)[], ctimes: [] as number[], mtimes: [] as number[] }
  for (const entry of entries) {
    const path = pathOf(root, entry.path)
    const known = watched.ctimes[watched.places.get(keyOf(path)) ?? -1] ?? 0
    if (Math.abs(known - entry.ctimeMs) < exact) continue
    taken.paths.push(path)
    taken.ctimes.push(entry.ctimeMs)
    taken.mtimes.push(entry.mtimeSeconds * 1000)
  }
  return taken
}

/** Links and submodules are left as they are. */
const regularFile = 0o10

/** Gives files their older time and says so in the index. One that is not as the index has it, or cannot be given a time, git reads. */
function settleAll(root: string, bytes: Buffer, entries: readonly IndexEntry[], second: number): Settled {
  const settled = { paths: [] as (string | Buffer)[], ctimes: [] as number[], mtimes: [] as number[] }
  for (const entry of entries) {
    const path = pathOf(root, entry.path)
    try {
      lutimesSync(path, second, second)
      const facts = lstatSync(path)
      if (facts.size % 2 ** 32 !== entry.size) continue
      writeEntryTimes(bytes, entry.at, facts)
      settled.paths.push(path)
      settled.ctimes.push(facts.ctimeMs)
      settled.mtimes.push(facts.mtimeMs)
    } catch (error) {
      if (!isSystemError(error)) throw error
    }
  }
  return settled
}

/** Files that were settled before, and not again: their second is perhaps not over either. */
function withOlder(settled: Settled, older: Settled): Watched {
  const again = new Set(settled.paths.map(keyOf))
  const kept = older.paths.flatMap((path, at) => (again.has(keyOf(path)) ? [] : [at]))
  const paths = [...settled.paths, ...kept.map((at) => older.paths[at] ?? '')]
  return {
    paths,
    ctimes: [...settled.ctimes, ...kept.map((at) => older.ctimes[at] ?? 0)],
    mtimes: [...settled.mtimes, ...kept.map((at) => older.mtimes[at] ?? 0)],
    places: new Map(paths.map((path, at) => [keyOf(path), at])),
  }
}

function keyOf(path: string | Buffer): string {
  return typeof path === 'string' ? path : path.toString('latin1')
}

/** Text where the name is text: that is looked up faster than bytes. */
function pathOf(root: string, path: Buffer): string | Buffer {
  const text = path.toString('utf8')
  return text.includes('\uFFFD') ? Buffer.concat([Buffer.from(`${root}/`), path]) : `${root}/${text}`
}

/** Whether a file was written since and looks as if it was not: git compares whole seconds. Takes down what was written. */
function findHidden({ paths, ctimes, mtimes }: Settled): boolean {
  let isFound = false
  for (const [at, path] of paths.entries()) {
    const facts = factsOf(path)
    if (facts === undefined || Math.abs(facts.ctimeMs - (ctimes[at] ?? 0)) < exact) continue
    const second = secondIn(facts.mtimeMs)
    // What bears the second in which it was written git reads again by itself.
    const isHidden = second === secondIn(mtimes[at] ?? 0) && second < secondIn(facts.ctimeMs)
    isFound ||= isHidden
    const now = isHidden && facts.mtimeMs < 1000 ? giveTimeOfNow(path, facts) : facts
    ctimes[at] = now.ctimeMs
    mtimes[at] = now.mtimeMs
  }
  return isFound
}

/** Milliseconds: what is written down in an index is exact to a microsecond. */
const exact = 0.002

/** No index is so old that it makes git read a file of 1970: that is older still. */
function giveTimeOfNow(path: string | Buffer, facts: Stats): Stats {
  try {
    lutimesSync(path, facts.atime, new Date())
  } catch (error) {
    if (!isSystemError(error)) throw error
  }
  return factsOf(path) ?? facts
}

function secondIn(time: number): number {
  return Math.floor(time / 1000)
}

/** Undefined for a file that is gone or cannot be reached: git sees that by itself. */
function factsOf(path: string | Buffer): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false })
  } catch (error) {
    if (isSystemError(error)) return undefined
    throw error
  }
}

/** What second it is for the file system: its clock is the one that counts. */
function secondOf(clock: string): number {
  writeFileSync(clock, '.')
  return secondIn(lstatSync(clock).ctimeMs)
}

/** All zeros stand for no digest (git-config(1), index.skipHash). */
function replaceIndex(index: string, bytes: Buffer, idBytes: number): void {
  const end = bytes.length - idBytes
  if (bytes.subarray(end).some((byte) => byte !== 0))
    createHash(idBytes === 20 ? 'sha1' : 'sha256')
      .update(bytes.subarray(0, end))
      .digest()
      .copy(bytes, end)
  writeFileSync(`${index}.new`, bytes)
  renameSync(`${index}.new`, index)
}
