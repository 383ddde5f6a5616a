import { digestOf } from '@gatecycle/event-schema'
import { quotePath } from '../../policy/quote-path.ts'
import type { Git } from '../../ports.ts'
import { changedPaths, toChangedPath, type ChangedPath } from './repository.ts'

interface Change {
  readonly from: string
  readonly to: string
  /** The event log, which says what happened and is no part of the work. */
  readonly without: string
}

/** Nothing of a repository's or a person's configuration changes this output; every file counts as text (git-diff(1)). */
const diff = [
  '-c',
  'core.quotePath=true',
  'diff-tree',
  '-r',
  '--raw',
  '-p',
  '-U3',
  '--text',
  '--no-renames',
  '--no-ext-diff',
  '--no-textconv',
  '--no-color',
  '--no-indent-heuristic',
  '--diff-algorithm=myers',
  '--full-index',
  '--src-prefix=a/',
  '--dst-prefix=b/',
  '--ignore-submodules=none',
]

/** The digest that was last asked for in a repository, and is perhaps still on its way. */
const asked = new WeakMap<Git, { readonly of: string; readonly digest: Promise<string> }>()

/** Begins with a digest that will be wanted: git works it out while something else works. */
export function foreseeChange(git: Git, change: Change): void {
  const digest = readDigest(git, change)
  asked.set(git, { of: keyOf(change), digest })
  // Whoever wants it asks again, and hears what is wrong.
  digest.catch(() => asked.delete(git))
}

/**
 * A digest of what changes between two trees that stays the same where the change is applied elsewhere: paths, modes, the lines
 * with three lines around them; neither line numbers nor the ids of whole files. What git calls a patch id, with a name for its rules.
 */
export async function changeDigestOf(git: Git, change: Change): Promise<string> {
  const foreseen = asked.get(git)
  if (foreseen !== undefined && isFixed(change) && foreseen.of === keyOf(change)) {
    const digest = await foreseen.digest.catch(() => undefined)
    if (digest !== undefined) return digest
  }
  return readDigest(git, change)
}

async function readDigest(git: Git, change: Change): Promise<string> {
  const { from, to, without } = change
  const bytes = await git.bytes([...diff, from, to, '--', '.', `:(exclude,literal)${without}`])
  const output = Buffer.from(bytes)
  // The list of files, an empty line, the patch; nothing at all where nothing is changed.
  const end = output.indexOf('\n\n')
  remember(git, change, output.toString('utf8', 0, Math.max(end, 0)))
  return digestOf(withoutPlaces(output.subarray(end === -1 ? 0 : end + 2)))
}

/** Lines of a file begin with a blank, `+`, `-` or `\`, so that the two kinds of line that hold places are told by their start. */
function withoutPlaces(patch: Buffer): string {
  return patch
    .toString('latin1')
    .split('\n')
    .filter((line) => !line.startsWith('index '))
    .map((line) => (line.startsWith('@@ ') ? '@@' : line))
    .join('\n')
}

/** What the last patch of a repository listed beside it: its commit is about to be told in the log. */
const listed = new WeakMap<Git, { readonly of: string; readonly blobs: ChangedBlobs }>()

type ChangedBlobs = Readonly<Record<string, string | null>> | undefined

/** Names are quoted in the list where they are no plain ASCII: those are asked for again, as bytes. */
function remember(git: Git, change: Change, list: string): void {
  listed.delete(git)
  const lines = list.split('\n').filter((line) => line !== '')
  if (!isFixed(change) || lines.some((line) => line.includes('\t"'))) return
  listed.set(git, { of: keyOf(change), blobs: toBlobs(lines.map(toListed)) })
}

/** Ids always stand for the same; a name may stand for something else by now. */
function isFixed({ from, to }: Change): boolean {
  return [from, to].every((name) => /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/u.test(name))
}

function keyOf({ from, to, without }: Change): string {
  return [from, to, without].join(' ')
}

/** More files than this are not listed in a line of the log. */
const mostFiles = 500

/**
 * Path → mode and blob after a change, null where it was removed; undefined where the list would be too long for a log line. Names
 * that are no plain text are quoted, so that two that differ in one byte stay two.
 */
export async function changedBlobs(git: Git, change: Change): Promise<ChangedBlobs> {
  const { from, to, without } = change
  const known = listed.get(git)
  if (known !== undefined && isFixed(change) && known.of === keyOf(change)) return known.blobs
  const changes = await changedPaths(git, from, to)
  return toBlobs(changes.filter(({ path }) => path !== without))
}

/** A line of the list: the facts, a tab, the path. */
function toListed(line: string): ChangedPath {
  const tab = line.indexOf('\t')
  return toChangedPath(line.slice(0, tab), line.slice(tab + 1))
}

function toBlobs(changes: readonly ChangedPath[]): ChangedBlobs {
  if (changes.length > mostFiles) return undefined
  return Object.fromEntries(
    changes.map(({ status, path, mode, oid }) => [quotePath(path), status === 'D' ? null : `${mode} ${oid}`]),
  )
}
