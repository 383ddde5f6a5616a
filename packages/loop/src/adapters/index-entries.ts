/** One file of a git index, with where its facts stand in the bytes. */
export interface IndexEntry {
  /** Offset of the entry: the times of change come first, those of content behind them. */
  readonly at: number
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
 * The files that an index lists (gitformat-index(5)), versions 2 and 3. Undefined for what is none, for version 4, which shortens
 * names, and for an index that is cut off. `idBytes` is the length of an object's id: 20 or 32.
 */
export function readIndexEntries(bytes: Buffer, idBytes: number): readonly IndexEntry[] | undefined {
  if (bytes.length < header || bytes.toString('latin1', 0, 4) !== 'DIRC') return undefined
  const version = bytes.readUInt32BE(4)
  if (version !== 2 && version !== 3) return undefined
  const entries: IndexEntry[] = []
  const count = bytes.readUInt32BE(8)
  for (let at = header; entries.length < count;) {
    const flagsAt = at + facts + idBytes
    if (flagsAt + 2 > bytes.length) return undefined
    const isExtended = (bytes.readUInt16BE(flagsAt) & 0x4000) !== 0
    const nameAt = flagsAt + (isExtended ? 4 : 2)
    const nameEnd = bytes.indexOf(0, nameAt)
    if (nameEnd < 0) return undefined
    entries.push({
      at,
      mtimeSeconds: bytes.readUInt32BE(at + 8),
      mode: bytes.readUInt32BE(at + 24),
      size: bytes.readUInt32BE(at + 36),
      path: bytes.subarray(nameAt, nameEnd),
    })
    // One to eight zeros, up to a multiple of eight from the start of the entry.
    at += (nameEnd - at + 8) & ~7
  }
  return entries
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
