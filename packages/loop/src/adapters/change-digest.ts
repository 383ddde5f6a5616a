import { digestOf } from '@gatecycle/event-schema'
import { quotePath } from '../policy/quote-path.ts'
import type { Git } from '../ports.ts'
import { decodePath, splitNul } from './path-bytes.ts'

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

/**
 * A digest of what changes between two trees that stays the same where the change is applied elsewhere: paths, modes, the lines
 * with three lines around them; neither line numbers nor the ids of whole files. What git calls a patch id, with a name for its rules.
 */
export async function changeDigestOf(git: Git, { from, to, without }: Change): Promise<string> {
  const bytes = await git.bytes([...diff, from, to, '--', '.', `:(exclude,literal)${without}`])
  return digestOf(withoutPlaces(Buffer.from(bytes)))
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

/** More files than this are not listed in a line of the log. */
const mostFiles = 500

/**
 * Path → mode and blob after a change, null where it was removed; undefined where the list would be too long for a log line. Names
 * that are no plain text are quoted, so that two that differ in one byte stay two.
 */
export async function changedBlobs(
  git: Git,
  { from, to, without }: Change,
): Promise<Readonly<Record<string, string | null>> | undefined> {
  const bytes = await git.bytes(['diff-tree', '-r', '-z', '--no-renames', '--full-index', from, to])
  const parts = splitNul(bytes).map(decodePath)
  const changes: [string, string | null][] = []
  for (let at = 0; at + 1 < parts.length; at += 2) {
    // `:<mode> <mode> <blob> <blob> <status>` (git-diff-index(1), raw format)
    const [, mode = '', , blob = '', status = ''] = (parts[at] ?? '').split(' ')
    const path = parts[at + 1] ?? ''
    if (path !== without) changes.push([quotePath(path), status === 'D' ? null : `${mode} ${blob}`])
  }
  return changes.length > mostFiles ? undefined : Object.fromEntries(changes)
}
