/** One file of a git index, with where its facts stand in the bytes. */
export interface IndexEntry {
  /** Offset of the entry: the times of change come first, those of content behind them. */
  readonly at: number
  /** In milliseconds since 1970, with what git knows behind the second. */
  readonly ctimeMs: number
  readonly mtimeSeconds: number
  /** Type and permissions, as in a tree. */
  readonly mode: number
  readonly size: number
  /** From the top of the worktree, in the bytes that the file system knows. */
  readonly path: Buffer
}

/** Whether an entry is wanted, by the seconds of its file's times and its mode. */
export type WantedEntry = (ctimeSeconds: number, mtimeSeconds: number, mode: number) => boolean

const header = 12
/** Times, device, inode, mode, owner, group, size: ten numbers of four bytes. */
const facts = 40

/**
 * The wanted files of those that an index lists (gitformat-index(5)), versions 2 to 4. Undefined for what is none, and for an index that is
 * cut off. `idBytes` is the length of an object's id: 20 or 32. Of what is not wanted nothing is made: there are thousands.
 */
export function readIndexEntries(
  bytes: Buffer,
  idBytes: number,
  isWanted: WantedEntry = () => true,
): readonly IndexEntry[] | undefined {
  const version = versionOf(bytes)
  if (version === undefined) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const entries: IndexEntry[] = []
  let at = header
  let before: Buffer | undefined = version === 4 ? noName : undefined
  for (let left = view.getUint32(8); left > 0; left -= 1) {
    const name = placeOfName(bytes, at + facts + idBytes, before !== undefined)
    if (name === undefined) return undefined
    if (before !== undefined) before = nameOf(bytes, name, before)
    if (isWanted(view.getUint32(at), view.getUint32(at + 8), view.getUint32(at + 24)))
      entries.push(readEntry(view, at, before ?? nameOf(bytes, name, noName)))
    // Up to version 3 one to eight zeros, up to a multiple of eight from the start of the entry.
    at = before === undefined ? at + ((name.end - at + 8) & ~7) : name.end + 1
  }
  return entries
}

/** Undefined for what is no index, or one of another version. */
function versionOf(bytes: Buffer): number | undefined {
  if (bytes.length < header || bytes.toString('latin1', 0, 4) !== 'DIRC') return undefined
  const version = bytes.readUInt32BE(4)
  return version < 2 || version > 4 ? undefined : version
}

function readEntry(view: DataView, at: number, path: Buffer): IndexEntry {
  return {
    at,
    ctimeMs: view.getUint32(at) * 1000 + view.getUint32(at + 4) / 1e6,
    mtimeSeconds: view.getUint32(at + 8),
    mode: view.getUint32(at + 24),
    size: view.getUint32(at + 36),
    path,
  }
}

const noName = Buffer.alloc(0)

/** Where the bytes of a name are, and how many of the end of the name before it it does not share. */
interface NamePlace {
  readonly start: number
  readonly end: number
  readonly dropped: number
}

/** Flags: there are more of them; and how long the name is, where it is not longer than can be said. */
const extended = 0x4000
const longest = 0xfff

/** The name behind the flags, up to its zero. A shortened one (version 4) says first what it does not share. */
function placeOfName(bytes: Buffer, flagsAt: number, isShortened: boolean): NamePlace | undefined {
  if (flagsAt + 2 > bytes.length) return undefined
  const flags = bytes.readUInt16BE(flagsAt)
  const at = flagsAt + ((flags & extended) === 0 ? 2 : 4)
  const { value, next } = isShortened ? readNumber(bytes, at) : { value: 0, next: at }
  const length = flags & longest
  const end = isShortened || length === longest ? bytes.indexOf(0, next) : next + length
  return end < 0 || end >= bytes.length ? undefined : { start: next, end, dropped: value }
}

function nameOf(bytes: Buffer, { start, end, dropped }: NamePlace, before: Buffer): Buffer {
  const own = bytes.subarray(start, end)
  return before.length === 0 ? own : Buffer.concat([before.subarray(0, before.length - dropped), own])
}

/** Seven bits a byte, and one more for each byte that follows (git's `decode_varint`). */
function readNumber(bytes: Buffer, at: number): { readonly value: number; readonly next: number } {
  let next = at
  let value = (bytes[next] ?? 0) & 0x7f
  while (((bytes[next] ?? 0) & 0x80) !== 0) {
    next += 1
    value = (value + 1) * 128 + ((bytes[next] ?? 0) & 0x7f)
  }
  return { value, next: next + 1 }
}

/** The times of a file as `lstat` tells them, in milliseconds since 1970 with a fraction. */
export interface FileTimes {
  readonly ctimeMs: number
  readonly mtimeMs: number
}

/**
 * Writes times into an entry, exact to a microsecond: git compares whole seconds, or reads a file once more. The digest at the end of
 * the index is the caller's to mend.
 */
export function writeEntryTimes(bytes: Buffer, at: number, { ctimeMs, mtimeMs }: FileTimes): void {
  writeTime(bytes, at, ctimeMs)
  writeTime(bytes, at + 8, mtimeMs)
}

/** Seconds, of which git keeps the low 32 bits, and nanoseconds. */
function writeTime(bytes: Buffer, at: number, time: number): void {
  const seconds = Math.floor(time / 1000)
  bytes.writeUInt32BE(seconds % 2 ** 32, at)
  bytes.writeUInt32BE(Math.floor((time - seconds * 1000) * 1e6), at + 4)
}
