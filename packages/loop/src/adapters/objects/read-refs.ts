import { readdirSync, type Dirent } from 'node:fs'
import { join } from 'node:path'
import { isMissing, isSystemError, readIfThere } from '../system/durable-file.ts'
import { isFolder, isThere } from '../system/file-facts.ts'

/** Ref → commit or tag that it points to. */
export type RefIds = ReadonlyMap<string, string>

/**
 * The refs of a repository from its files (gitrepository-layout(5), git-pack-refs(1)), as `git for-each-ref` lists them and in its order: a fifth of what a
 * process costs. Undefined where git has to say: another store of refs, a name or a content that is not usual.
 */
export function readRefs(commonGitDir: string): RefIds | undefined {
  try {
    return readFiles(commonGitDir)
  } catch (error) {
    // A folder where a file is expected, a link that leads round: whatever git makes of it.
    if (isSystemError(error)) return undefined
    throw error
  }
}

function readFiles(commonGitDir: string): RefIds | undefined {
  if (isThere(join(commonGitDir, 'reftable'))) return undefined
  // Loose ones first: whoever packs them writes the pack before he removes them.
  const loose = readLoose(commonGitDir)
  const packed = parsePacked(readIfThere(join(commonGitDir, 'packed-refs')) ?? '')
  if (loose === undefined || ![...packed.keys()].every(isUsualName)) return undefined
  return resolveAll(new Map([...packed, ...loose]))
}

const idPattern = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/u

/** Names that need no look at the rules (git-check-ref-format(1)). */
function isUsualName(name: string): boolean {
  return /^refs\/[\w+=,#%!@./-]+$/u.test(name) && !/\.\.|@\{|\/\.|\/\/|\.lock$|[./]$/u.test(name)
}

/** Every loose ref with what its file says; undefined where one says something else than an id or a name. */
function readLoose(commonGitDir: string): ReadonlyMap<string, string> | undefined {
  const found = namesBelow(commonGitDir, 'refs').flatMap((name) => {
    // Undefined for one that has just been removed.
    const text = readIfThere(join(commonGitDir, name))?.trimEnd()
    return text === undefined ? [] : [[name, text] as const]
  })
  const isUsual = ([name, text]: (typeof found)[number]): boolean =>
    isUsualName(name) && (idPattern.test(text) || text.startsWith('ref: '))
  return found.every(isUsual) ? new Map(found) : undefined
}

/**
 * The files below a folder, but for those that git leaves out, too: they are being written. A link to a folder is left out as well: it
 * may lead anywhere.
 */
function namesBelow(commonGitDir: string, folder: string): readonly string[] {
  return entriesIn(join(commonGitDir, folder))
    .filter(({ name }) => !name.startsWith('.') && !name.endsWith('.lock'))
    .flatMap((entry) => {
      const name = `${folder}/${entry.name}`
      if (entry.isDirectory()) return namesBelow(commonGitDir, name)
      return entry.isSymbolicLink() && isLinkToFolder(join(commonGitDir, name)) ? [] : [name]
    })
}

function isLinkToFolder(path: string): boolean {
  try {
    return isFolder(path)
  } catch (error) {
    if (isSystemError(error)) return false
    throw error
  }
}

function entriesIn(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}

/** `<id> <name>`, after a tag `^<id of what it names>`, and a comment at the top. */
function parsePacked(text: string): RefIds {
  const lines = text.split('\n')
  return new Map(
    lines
      .filter((line) => line !== '' && !line.startsWith('#') && !line.startsWith('^'))
      .map((line) => {
        const at = line.indexOf(' ')
        return [line.slice(at + 1), line.slice(0, at)] as const
      }),
  )
}

/** A ref that stands for another one has the id of that; one that stands for nothing is left out, as git does. */
function resolveAll(refs: ReadonlyMap<string, string>): RefIds | undefined {
  const ids = new Map<string, string>()
  for (const [name, text] of [...refs].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    let to: string | undefined = text
    for (let step = 0; to?.startsWith('ref: ') === true; step += 1) {
      // Git follows five (refs.c, SYMREF_MAXDEPTH), and says more about a longer chain than we do.
      if (step === 5) return undefined
      to = refs.get(to.slice('ref: '.length))
    }
    if (to === undefined) continue
    if (!idPattern.test(to)) return undefined
    ids.set(name, to)
  }
  return ids
}
