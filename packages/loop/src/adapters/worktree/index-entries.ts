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

const header = 12
/** Times, device, inode, mode, owner, group, size: ten numbers of four bytes. */
const facts = 40

/**
 * The files that an index lists (gitformat-index(5)), versions 2 to 4. Undefined for what is none, and for an index that is cut off.
 * `idBytes` is the length of an object's id: 20 or 32.
 */
export function readIndexEntries(bytes: Buffer, idBytes: number): readonly IndexEntry[] | undefined {
  if (bytes.length < header || bytes.toString('latin1', 0, 4) !== 'DIRC') return undefined
  const version = bytes.readUInt32BE(4)
  if (version < 2 || version > 4) return undefined
  const entries: IndexEntry[] = []
  const count = bytes.readUInt32BE(8)
  for (let at = header; entries.length < count;) {
    const before = version === 4 ? (entries.at(-1)?.path ?? noName) : undefined
    const name = readName(bytes, at + facts + idBytes, before)
    if (name === undefined) return undefined
    entries.push(readEntry(bytes, at, name.path))
    // Up to version 3 one to eight zeros, up to a multiple of eight from the start of the entry.
    at = before === undefined ? at + ((name.end - at + 8) & ~7) : name.end + 1
  }
  return entries
}

function readEntry(bytes: Buffer, at: number, path: Buffer): IndexEntry {
  return {
    at,
    ctimeMs: readTime(bytes, at),
    mtimeSeconds: bytes.readUInt32BE(at + 8),
    mode: bytes.readUInt32BE(at + 24),
    size: bytes.readUInt32BE(at + 36),
    path,
  }
}

const noName = Buffer.alloc(0)

/** The name behind the flags, up to its zero. In version 4 it says first how much of the end of the name `before` it does not share. */
function readName(
  bytes: Buffer,
  flagsAt: number,
  before: Buffer | undefined,
): { readonly path: Buffer; readonly end: number } | undefined {
  if (flagsAt + 2 > bytes.length) return undefined
  const isExtended = (bytes.readUInt16BE(flagsAt) & 0x4000) !== 0
  const at = flagsAt + (isExtended ? 4 : 2)
  const { value, next } = before === undefined ? { value: 0, next: at } : readNumber(bytes, at)
  const end = bytes.indexOf(0, next)
  if (end < 0) return undefined
  const own = bytes.subarray(next, end)
  if (before === undefined) return { path: own, end }
  return { path: Buffer.concat([before.subarray(0, before.length - value), own]), end }
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

function readTime(bytes: Buffer, at: number): number {
  return bytes.readUInt32BE(at) * 1000 + bytes.readUInt32BE(at + 4) / 1e6
}

/** Seconds, of which git keeps the low 32 bits, and nanoseconds. */
function writeTime(bytes: Buffer, at: number, time: number): void {
  const seconds = Math.floor(time / 1000)
  bytes.writeUInt32BE(seconds % 2 ** 32, at)
  bytes.writeUInt32BE(Math.floor((time - seconds * 1000) * 1e6), at + 4)
}
