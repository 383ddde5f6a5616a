import type { Git } from '../../ports.ts'

/** The newest own commit of a unit in a history. */
export interface UnitCommit {
  readonly unit: string
  readonly commit: string
  readonly subject: string
  readonly tree: string
  readonly attempt: number
  /** Whether a later commit of the driver has taken it back. */
  readonly isUndone: boolean
}

const fields = [
  '%H',
  '%s',
  trailer('Feature'),
  trailer('Verified-Tree'),
  trailer('Attempt'),
  trailer('Undoes'),
]

function trailer(key: string): string {
  return `%(trailers:key=${key},valueonly,separator=)`
}

/** The units of a feature that a history has landed, from the newest, each with its newest commit. */
export async function readUnitCommits(
  git: Git,
  head: string,
  feature: string,
): Promise<readonly UnitCommit[]> {
  const text = await git.text([
    'log',
    `--grep=^Feature: ${feature}/`,
    `--format=${fields.join('%x00')}%x01`,
    head,
  ])
  const found = new Map<string, UnitCommit>()
  const undone = new Set<string>()
  for (const entry of text.split('\u0001')) {
    const [commit = '', subject = '', unit = '', tree = '', attempt = '', undoes = ''] = entry
      .trim()
      .split('\0')
    if (undoes !== '' && !found.has(unit)) undone.add(unit)
    if (tree === '' || found.has(unit)) continue
    found.set(unit, { unit, commit, subject, tree, attempt: Number(attempt), isUndone: undone.has(unit) })
  }
  return [...found.values()]
}
