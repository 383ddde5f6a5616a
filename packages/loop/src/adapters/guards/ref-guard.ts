import { join } from 'node:path'
import type { Git } from '../../ports.ts'
import { isSystemError, readIfThere } from '../system/durable-file.ts'
import { gitDirsOf } from '../git/git-dirs.ts'
import { readRefs, type RefIds } from '../objects/read-refs.ts'

/** The refs of the repository, and how far people have walked in their own worktrees. */
export interface GuardedRefs {
  readonly ids: RefIds
  /** Path of a HEAD log → number of its lines. */
  readonly walked: ReadonlyMap<string, number>
  /** Those of the driver's own that stand for another ref → that ref. */
  readonly links: ReadonlyMap<string, string>
}

/** The refs that are the driver's to move, and where a commit is kept that one of them was moved to. */
export interface OwnRefs {
  readonly names: readonly string[]
  readonly keepUnder: string
}

interface RefPlaces {
  readonly commonGitDir: string
  readonly worktreeGitDir: string
}

interface RefFinding {
  readonly kind: 'ref_moved'
  readonly detail: string
}

/** Takes down where every ref is. */
export async function captureRefs(git: Git, places: RefPlaces, own: readonly string[]): Promise<GuardedRefs> {
  const logs = headLogs(places)
  return {
    ids: await readIds(git, places),
    walked: new Map(logs.map((path) => [path, linesOf(path).length])),
    links: linksAmong(places, own),
  }
}

/**
 * Puts the driver's own refs back where an agent moved them, and keeps what they were moved to. The feature branch is a person's, too:
 * who commits on it leaves a trace in the HEAD log of a worktree of theirs, who moves it with a command of git for branches
 * (`branch -f`, `fetch`, `push`) one in its own log. Unless the agent had been at that commit, it stays, and is told.
 */
export async function restoreRefs(
  git: Git,
  places: RefPlaces,
  before: GuardedRefs,
  own: OwnRefs,
): Promise<readonly RefFinding[]> {
  const now = await readIds(git, places)
  const names = [...new Set([...before.ids.keys(), ...now.keys()])]
  const theirs = walkedSince(places, before.walked)
  const findings: RefFinding[] = []
  const links = linksAmong(places, own.names)
  const isTurned = (name: string): boolean => links.get(name) !== before.links.get(name)
  for (const name of names.filter((other) => before.ids.get(other) !== now.get(other) || isTurned(other))) {
    const [from, to] = [before.ids.get(name), now.get(name)]
    const isTheirs =
      !isTurned(name) && to !== undefined && (theirs.has(to) || isMovedByHand(places, name, to))
    const isOurs = own.names.includes(name) && !isTheirs
    const done = isOurs && (await putBack(git, { name, from, to, keepUnder: own.keepUnder }))
    const left =
      isTheirs && own.names.includes(name) ? ', left there: nothing says that the agent did it' : ''
    const detail = `${name}: ${from ?? 'absent'} → ${to ?? 'absent'}${done ? ', put back' : left}`
    findings.push({ kind: 'ref_moved', detail })
  }
  return findings
}

/** Refs that stand for another ref, which git moves in their place (git-symbolic-ref(1)). */
function linksAmong({ commonGitDir }: RefPlaces, names: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    names.flatMap((name) => {
      const text = readFileIfAny(join(commonGitDir, name))
      return text.startsWith('ref: ') ? [[name, text.slice('ref: '.length).trim()] as const] : []
    }),
  )
}

/** Whatever else lies there is no such ref. */
function readFileIfAny(path: string): string {
  try {
    return readIfThere(path) ?? ''
  } catch (error) {
    if (isSystemError(error)) return ''
    throw error
  }
}

interface Move {
  readonly name: string
  readonly from: string | undefined
  readonly to: string | undefined
  readonly keepUnder: string
}

async function putBack(git: Git, { name, from, to, keepUnder }: Move): Promise<boolean> {
  // A ref that stands for another one is a file of its own: what it stands for is somebody else's.
  const update = ['update-ref', '--no-deref']
  if (to !== undefined) await git.text([...update, `${keepUnder}/${to}`, to])
  const args = from === undefined ? [...update, '-d', name] : [...update, name, from]
  return (await git.run(args)).exitCode === 0
}

async function readIds(git: Git, { commonGitDir }: RefPlaces): Promise<RefIds> {
  const ids = readRefs(commonGitDir) ?? (await askForRefs(git))
  return new Map([...ids].filter(([name]) => !ofOneWorktree.test(name)))
}

/** Refs that each worktree has for itself (git-worktree(1), REFS): whose we see depends on where we look. */
const ofOneWorktree = /^refs\/(?:bisect|worktree|rewritten)\//u

async function askForRefs(git: Git): Promise<RefIds> {
  const text = await git.text(['for-each-ref', '--format=%(refname) %(objectname)'])
  return new Map(
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line): [string, string] => {
        const [name = '', id = ''] = line.split(' ')
        return [name, id]
      }),
  )
}

/** The commits that HEAD came to in the worktrees of people. A line is `<old> <new> <who> <when>` TAB message (gitrepository-layout(5)). */
function walkedSince(places: RefPlaces, walked: GuardedRefs['walked']): ReadonlySet<string> {
  const lines = headLogs(places).flatMap((path) => linesOf(path).slice(walked.get(path) ?? 0))
  return new Set(lines.map((line) => line.split(' ')[1] ?? ''))
}

/** Whether a branch's own log names the command that moved it, and the run worktree has never been at that commit. */
function isMovedByHand({ commonGitDir, worktreeGitDir }: RefPlaces, name: string, to: string): boolean {
  if (!name.startsWith('refs/heads/')) return false
  const [ids = '', message = ''] =
    linesOf(join(commonGitDir, 'logs', name))
      .at(-1)
      ?.split('\t') ?? []
  if (ids.split(' ')[1] !== to || message === '') return false
  return !linesOf(join(worktreeGitDir, 'logs', 'HEAD')).some((line) => line.split(' ')[1] === to)
}

function headLogs({ commonGitDir, worktreeGitDir }: RefPlaces): readonly string[] {
  return gitDirsOf(commonGitDir)
    .filter((folder) => folder !== worktreeGitDir)
    .map((folder) => join(folder, 'logs', 'HEAD'))
}

function linesOf(path: string): readonly string[] {
  return (readIfThere(path) ?? '').split('\n').filter((line) => line !== '')
}
