import { changedPaths, resolveCommit, type ChangedPath } from './repository.ts'
import type { Git } from '../ports.ts'

/** Where content is kept that no branch has. */
const top = 'refs/gatecycle/rescue/'

/** One rescue ref: what is kept, since when and why. */
export interface Rescue {
  readonly ref: string
  /** What a person types: the ref behind the feature. */
  readonly name: string
  readonly commit: string
  readonly unit: string | undefined
  readonly attempt: number | undefined
  /** RFC 3339. */
  readonly date: string
  readonly why: string
  /** What its files are held against; undefined where it has no history in common with anything here. */
  readonly base: string | undefined
  readonly files: readonly ChangedPath[]
}

const fields = [
  'refname',
  'objectname',
  'committerdate:iso-strict',
  'contents:subject',
  'contents:trailers:key=Why,valueonly',
  'contents:trailers:key=Attempt,valueonly',
]

/** Every rescue ref of a feature, or of all, from the oldest. */
export async function listRescues(git: Git, feature = ''): Promise<readonly Rescue[]> {
  const text = await git.text([
    'for-each-ref',
    '--sort=creatordate',
    `--format=${fields.map((field) => `%(${field})`).join('%01')}%02`,
    `${top}${feature}`,
  ])
  const entries = text.split('\u0002').map((entry) => entry.trim())
  return Promise.all(entries.filter((entry) => entry !== '').map(async (entry) => toRescue(git, entry)))
}

async function toRescue(git: Git, entry: string): Promise<Rescue> {
  const values = entry.split('\u0001').map((field) => field.trim())
  // As many values as fields: the format above has them all.
  const [ref, commit, date, subject, why, attempt] = fields.map(
    (_, at) => values[at] ?? '',
  ) as unknown as Fields
  const { feature, name } = placeOf(ref)
  const base = why === '' ? await commonBase(git, commit, feature) : await resolveCommit(git, `${commit}^`)
  return {
    ref,
    name,
    commit,
    unit: name.startsWith('given-up/') ? undefined : name.split('/')[0],
    attempt: attempt === '' ? undefined : Number(attempt),
    date,
    why: why === '' ? sayWhy(name, subject) : why,
    base,
    files: base === undefined ? [] : await changedPaths(git, base, commit),
  }
}

/** One value for each of the fields above. */
type Fields = readonly [string, string, string, string, string, string]

function placeOf(ref: string): { readonly feature: string; readonly name: string } {
  const { feature = '', name = '' } = placePattern.exec(ref.slice(top.length))?.groups ?? {}
  return { feature, name }
}

const placePattern = /^(?<feature>(?:INIT-[^/]+\/)?[^/]+)\/(?<name>.+)$/u

/** What the driver kept without a message of its own. */
function sayWhy(name: string, subject: string): string {
  return name.startsWith('given-up/')
    ? `given up: ${subject}`
    : `an agent moved a ref of the driver: ${subject}`
}

async function commonBase(git: Git, commit: string, featureId: string): Promise<string | undefined> {
  const { exitCode, stdout } = await git.run(['merge-base', commit, `refs/gatecycle/run/${featureId}`])
  return exitCode === 0 ? stdout.trim() : resolveCommit(git, `${commit}^`)
}
