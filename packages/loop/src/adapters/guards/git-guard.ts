import { createHash } from 'node:crypto'
import { chmodSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Git } from '../../ports.ts'
import { readBytesIfThere } from '../system/durable-file.ts'
import { endAll } from '../system/end-all.ts'
import { namesIn } from '../system/file-facts.ts'
import { captureRefs, type GuardedRefs } from './ref-guard.ts'

/** What an agent must leave as it was: configuration, hooks, and the branches that are the driver's to move. */
export interface GitGuard {
  readonly files: ReadonlyMap<string, GuardedFile>
  /** HEAD of the worktree; it may move, but has to name something. */
  readonly head: GuardedFile | undefined
  readonly refs: GuardedRefs
}

interface GuardedFile {
  readonly bytes: Buffer
  readonly mode: number
}

export interface GuardFinding {
  readonly kind: 'config_changed' | 'hooks_changed' | 'ref_moved'
  readonly detail: string
}

export interface GuardPlaces {
  readonly commonGitDir: string
  readonly worktree: string
  readonly worktreeGitDir: string
}

/** Takes down what is there now, and what becomes of the driver's `own` refs; its files behind what we do `meanwhile` and may write there ourselves. */
export async function captureGuard(
  git: Git,
  { own, ...places }: GuardPlaces & { readonly own: readonly string[] },
  meanwhile: () => Promise<unknown> = async () => undefined,
): Promise<GitGuard> {
  const [refs] = await endAll([captureRefs(git, places, own), meanwhile()])
  return { files: readGuarded(places), head: readGuardedFile(headOf(places)), refs }
}

/** Compares configuration and hooks with what was taken down, puts them back, and says what it found. */
export function restoreFiles(
  places: GuardPlaces,
  { files: before, head }: Pick<GitGuard, 'files' | 'head'>,
): readonly GuardFinding[] {
  const now = readGuarded(places)
  const changed = [...new Set([...before.keys(), ...now.keys()])].filter((path) =>
    differs(before.get(path), now.get(path)),
  )
  const files = changed.flatMap((path) => {
    const found = now.get(path)
    if (onlyBranchesDiffer(path, before.get(path), found)) return []
    const kept = found === undefined ? undefined : keepPutBack(places, path, found)
    writeBack(path, before.get(path))
    const kind = dirname(path) === hooksOf(places) ? 'hooks_changed' : 'config_changed'
    return [{ kind, detail: kept === undefined ? path : `${path}; what it was is kept as ${kept}` } as const]
  })
  return [...files, ...restoreHead(places, head)]
}

/** Where HEAD names neither a commit nor a ref, git finds no repository there. */
function restoreHead(places: GuardPlaces, head: GuardedFile | undefined): readonly GuardFinding[] {
  if (head === undefined) return []
  const path = headOf(places)
  const now = readGuardedFile(path)?.bytes.toString('latin1') ?? ''
  if (/^(?:ref: *refs\/\S|[0-9a-f]{40})/u.test(now)) return []
  writeBack(path, head)
  return [{ kind: 'config_changed', detail: path }]
}

function headOf({ worktreeGitDir }: GuardPlaces): string {
  return join(worktreeGitDir, 'HEAD')
}

/**
 * What a branch follows is written by everybody who makes, renames or pushes one while an agent works, and runs nothing: such
 * a configuration stays as it is.
 */
function onlyBranchesDiffer(
  path: string,
  before: GuardedFile | undefined,
  now: GuardedFile | undefined,
): boolean {
  if (basename(path) !== 'config' || before === undefined || now === undefined) return false
  return before.mode === now.mode && withoutBranches(before.bytes) === withoutBranches(now.bytes)
}

/** Sections `[branch "…"]` begin at their header and end at the next one (git-config(1)). */
function withoutBranches(bytes: Buffer): string {
  const sections = bytes.toString('latin1').split(/^(?=[ \t]*\[)/mu)
  return sections.filter((section) => !/^[ \t]*\[branch[ \t]+"[^"\n]*"\][ \t]*\n/iu.test(section)).join('')
}

/** It may have been a person's: nothing is put back without a copy. Equal content is one copy. */
function keepPutBack({ commonGitDir }: GuardPlaces, path: string, { bytes }: GuardedFile): string {
  const digest = createHash('sha256').update(bytes).digest('hex').slice(0, 12)
  const kept = join(commonGitDir, 'gatecycle', 'put-back', `${basename(path)}-${digest}`)
  mkdirSync(dirname(kept), { recursive: true })
  writeFileSync(kept, bytes)
  return kept
}

function differs(a: GuardedFile | undefined, b: GuardedFile | undefined): boolean {
  return a === undefined || b === undefined ? a !== b : !a.bytes.equals(b.bytes) || a.mode !== b.mode
}

function writeBack(path: string, file: GuardedFile | undefined): void {
  if (file === undefined) return rmSync(path, { force: true, recursive: true })
  mkdirSync(dirname(path), { recursive: true })
  rmSync(path, { force: true, recursive: true })
  writeFileSync(path, file.bytes)
  chmodSync(path, file.mode)
}

function hooksOf({ commonGitDir }: GuardPlaces): string {
  return join(commonGitDir, 'hooks')
}

function readGuarded(places: GuardPlaces): ReadonlyMap<string, GuardedFile> {
  const { commonGitDir, worktree, worktreeGitDir } = places
  const hooks = hooksOf(places)
  const modules = join(worktreeGitDir, 'modules')
  const paths = [
    // Without it the worktree is no worktree, and git would look for a repository around it.
    join(worktree, '.git'),
    join(commonGitDir, 'config'),
    join(commonGitDir, 'info', 'exclude'),
    join(commonGitDir, 'info', 'attributes'),
    // Other parents for a commit than those that its id stands for.
    join(commonGitDir, 'info', 'grafts'),
    join(commonGitDir, 'objects', 'info', 'alternates'),
    // Where git looks for configuration, attributes, refs and objects; a repository that is no linked worktree has none.
    join(commonGitDir, 'commondir'),
    ...(worktreeGitDir === commonGitDir
      ? []
      : [join(worktreeGitDir, 'commondir'), join(worktreeGitDir, 'gitdir')]),
    join(worktreeGitDir, 'config.worktree'),
    join(worktreeGitDir, 'gatecycle-keep-out'),
    join(worktreeGitDir, 'gatecycle-user-ignore'),
    join(worktreeGitDir, 'gatecycle-user-attributes'),
    join(worktreeGitDir, 'gatecycle-ignored.json'),
    // Samples that git lays down and never runs are no hooks (githooks(5)).
    ...namesIn(hooks)
      .filter((name) => !name.endsWith('.sample'))
      .map((name) => join(hooks, name)),
    // The driver asks submodules what was changed in them; whose filters run then is said here.
    ...namesIn(modules).map((name) => join(modules, name, 'config')),
  ]
  return new Map(
    paths.flatMap((path) => {
      const file = readGuardedFile(path)
      return file === undefined ? [] : [[path, file] as const]
    }),
  )
}

function readGuardedFile(path: string): GuardedFile | undefined {
  try {
    const bytes = readBytesIfThere(path)
    return bytes === undefined ? undefined : { bytes, mode: statSync(path).mode & 0o7777 }
  } catch {
    return undefined
  }
}
