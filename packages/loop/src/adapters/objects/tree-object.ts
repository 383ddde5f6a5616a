/** One entry of a tree object. */
export interface TreeEntry {
  /** `40000` is a folder, `160000` another repository, anything else a file. */
  readonly mode: string
  readonly id: string
}

export const folderMode = '40000'

/** A tree object by its names; a name has one character for each byte (latin1), so that it can be any. */
export type Tree = ReadonlyMap<string, TreeEntry>

/** A tree object: `<mode> <name>` NUL and the bytes of an id, again and again (Pro Git, 10.2, "Tree Objects"). */
export function parseTree(bytes: Uint8Array, idBytes: number): Tree {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const entries = new Map<string, TreeEntry>()
  for (let at = 0; at < buffer.length;) {
    const space = buffer.indexOf(32, at)
    const end = buffer.indexOf(0, space)
    entries.set(buffer.toString('latin1', space + 1, end), {
      mode: buffer.toString('latin1', at, space),
      id: buffer.toString('hex', end + 1, end + 1 + idBytes),
    })
    at = end + 1 + idBytes
  }
  return entries
}

/** The bytes of a tree object: sorted by the bytes of the names, where a folder's name ends with a slash (git's `base_name_compare`). */
export function renderTree(tree: Tree): Buffer {
  const sortedBy = ([name, { mode }]: readonly [string, TreeEntry]): string =>
    mode === folderMode ? `${name}/` : name
  const entries = [...tree].toSorted((a, b) => (sortedBy(a) < sortedBy(b) ? -1 : 1))
  return Buffer.concat(
    entries.flatMap(([name, { mode, id }]) => [
      Buffer.from(`${mode} ${name}\0`, 'latin1'),
      Buffer.from(id, 'hex'),
    ]),
  )
}
