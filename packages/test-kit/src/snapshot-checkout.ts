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

/**
 * Everything that belongs to the operator: each file with its mode, tracked or not, ignored ones too; index, HEAD, stash,
 * hooks, configuration, an operation in progress, and whatever else lies in the git directory; every ref but the feature's
 * branch and the driver's own.
 */
export function snapshotCheckout(repo: TestRepo, options: SnapshotOptions): CheckoutSnapshot {
  return { ...snapshotBytes(repo, options), 'index entries': repo.git('ls-files', '--stage', '-v') }
}

/** The same without what git makes of the bytes of the index: starts no process. */
export function snapshotBytes({ path: top }: TestRepo, { branch }: SnapshotOptions): CheckoutSnapshot {
  const gitDir = join(top, '.git')
  const inGit = walk(gitDir, '', notTheirs).filter(
    (path) => !isFolder(join(gitDir, path)) && path !== `logs/refs/heads/${branch}`,
  )
  return Object.fromEntries([
    ...walk(top, '').map((path) => [`file ${path}`, describe(join(top, path))]),
    ...inGit.map((path) => [`.git/${path}`, describe(join(gitDir, path))]),
    ...refsOf(gitDir).filter(([name]) => name !== `ref refs/heads/${branch}`),
  ])
}

/** Of the git directory: objects belong to nobody; refs are asked of git, which may have packed them. */
const notTheirs = ['objects', 'gatecycle', 'worktrees', 'refs', 'packed-refs', 'logs/refs/gatecycle']

function isFolder(path: string): boolean {
  return lstatSync(path).isDirectory()
}

/** The names of what differs, for a message that says it. */
export function differencesOf(before: CheckoutSnapshot, after: CheckoutSnapshot): readonly string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...names].filter((name) => before[name] !== after[name]).toSorted()
}

/** The refs as files and packed (gitrepository-layout(5)), without the driver's own. */
function refsOf(gitDir: string): readonly (readonly [string, string])[] {
  const loose = walk(gitDir, 'refs', ['refs/gatecycle'])
    .filter((name) => !isFolder(join(gitDir, name)))
    .map((name): [string, string] => [name, readFileSync(join(gitDir, name), 'utf8').trim()])
  const packed = existsSync(join(gitDir, 'packed-refs'))
    ? readFileSync(join(gitDir, 'packed-refs'), 'utf8').matchAll(/^([0-9a-f]+) (refs\/\S+)$/gmu)
    : []
  const all = [...packed].map(([, id = '', name = '']): [string, string] => [name, id])
  return [...new Map([...all, ...loose])]
    .filter(([name]) => !name.startsWith('refs/gatecycle/'))
    .map(([name, id]) => [`ref ${name}`, id])
}

function walk(top: string, folder: string, without: readonly string[] = ['.git']): readonly string[] {
  return readdirSync(join(top, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`
    if (without.includes(path)) return []
    return entry.isDirectory() ? [path, ...walk(top, path, without)] : [path]
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
