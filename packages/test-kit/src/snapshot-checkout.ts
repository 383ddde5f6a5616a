import { createHash } from 'node:crypto'
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import type { TestRepo } from './create-repo.ts'

/** Name of a thing → what it is; two snapshots that are equal show the same checkout, byte for byte. */
export type CheckoutSnapshot = Readonly<Record<string, string>>

export interface SnapshotOptions {
  /** The feature's branch: the driver may move it. */
  readonly branch: string
}

const ownFiles = ['HEAD', 'index', 'config', 'info/exclude', 'logs/HEAD', 'MERGE_HEAD', 'ORIG_HEAD']

/**
 * Everything that belongs to the operator: each file with its mode, tracked or not, ignored ones too; HEAD, index entries,
 * hooks and configuration; every ref but the feature's branch and the driver's own.
 */
export function snapshotCheckout(repo: TestRepo, { branch }: SnapshotOptions): CheckoutSnapshot {
  const gitDir = join(repo.path, '.git')
  const files = walk(repo.path, '').filter((path) => path !== '.git')
  const hooks = existsSync(join(gitDir, 'hooks')) ? walk(join(gitDir, 'hooks'), '') : []
  return Object.fromEntries([
    ...files.map((path) => [`file ${path}`, describe(join(repo.path, path))]),
    ...ownFiles.map((name) => [`.git/${name}`, describe(join(gitDir, name))]),
    ...hooks.map((name) => [`.git/hooks/${name}`, describe(join(gitDir, 'hooks', name))]),
    ['index entries', repo.git('ls-files', '--stage', '-v')],
    ...refsOf(repo, branch),
  ])
}

/** The names of what differs, for a message that says it. */
export function differencesOf(before: CheckoutSnapshot, after: CheckoutSnapshot): readonly string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...names].filter((name) => before[name] !== after[name]).toSorted()
}

function refsOf(repo: TestRepo, branch: string): readonly (readonly [string, string])[] {
  return repo
    .git('for-each-ref', '--format=%(refname) %(objectname)')
    .split('\n')
    .map((line): [string, string] => {
      const [name = '', id = ''] = line.split(' ')
      return [`ref ${name}`, id]
    })
    .filter(([name]) => name !== `ref refs/heads/${branch}` && !name.startsWith('ref refs/gatecycle/'))
}

function walk(top: string, folder: string): readonly string[] {
  return readdirSync(join(top, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`
    return entry.isDirectory() && path !== '.git' ? [path, ...walk(top, path)] : [path]
  })
}

function describe(path: string): string {
  if (!existsSync(path) && lstatOrNothing(path) === undefined) return 'absent'
  const stat = lstatSync(path)
  if (stat.isSymbolicLink()) return `link ${readlinkSync(path)}`
  const mode = (stat.mode & 0o7777).toString(8)
  if (!stat.isFile()) return `${stat.isDirectory() ? 'folder' : 'special'} ${mode}`
  return `${mode} ${createHash('sha256').update(readFileSync(path)).digest('hex')}`
}

function lstatOrNothing(path: string): unknown {
  try {
    return lstatSync(path)
  } catch {
    return undefined
  }
}
