import { lstatSync, readFileSync, readlinkSync, type Stats } from 'node:fs'
import { dirname, isAbsolute, join, relative, resolve } from 'node:path'
import type { ContentFacts } from '../../policy/judge-content.ts'
import { isMissing } from '../system/durable-file.ts'
import { encodePath } from '../git/path-bytes.ts'

/** Files above this are not looked through for secrets, in bytes: no source is that large. */
const searchedBytes = 4_000_000

/** What is in these files below a folder; a file that is gone holds nothing, and adds nothing to what is carried on. */
export function readContentFacts(
  root: string,
  paths: readonly string[],
  secretsIn: (text: string) => readonly string[],
): readonly ContentFacts[] {
  return paths.flatMap((path) => {
    const file = fileOf(root, path)
    const stats = statsOf(file)
    if (stats === undefined) return []
    const { size: bytes } = stats
    if (stats.isSymbolicLink()) {
      const leadsTo = leadsOut(root, join(root, path), readlinkSync(file))
      return [{ path, bytes, leadsTo, secrets: [] }]
    }
    return [{ path, bytes, secrets: isSearched(stats) ? secretsIn(readFileSync(file, 'utf8')) : [] }]
  })
}

/** A folder that became a file took what lay in it away, too. */
function statsOf(file: string | Buffer): Stats | undefined {
  try {
    return lstatSync(file)
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

/** A name that is no UTF-8 is asked for by its bytes. */
function fileOf(root: string, path: string): string | Buffer {
  return /\p{Surrogate}/u.test(path)
    ? Buffer.concat([Buffer.from(`${root}/`), encodePath(path)])
    : join(root, path)
}

function isSearched(stats: Stats): boolean {
  return stats.isFile() && stats.size <= searchedBytes
}

/** The target of a link as it is written, when it is not below the root: an absolute one is another place on every machine. */
function leadsOut(root: string, link: string, target: string): string | undefined {
  if (isAbsolute(target)) return target
  const from = relative(root, resolve(dirname(link), target))
  return from === '..' || from.startsWith('../') || from === '.git' || from.startsWith('.git/')
    ? target
    : undefined
}
