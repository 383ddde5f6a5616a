import { changedPaths, resolveCommit, type ChangedPath } from '../objects/repository.ts'
import type { Git } from '../../ports.ts'

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

/** for-each-ref(1) mixes up trailers of several names, so that git-log(1) is asked for what the commits say. */
const fields = [
  '%H',
  '%cI',
  '%s',
  '%(trailers:key=Why,valueonly,separator=)',
  '%(trailers:key=Attempt,valueonly,separator=)',
]

/** Every rescue ref of a feature, or of all, from the oldest. */
export async function listRescues(git: Git, feature = ''): Promise<readonly Rescue[]> {
  const format = '--format=%(objectname) %(refname)'
  const text = await git.text(['for-each-ref', '--sort=creatordate', format, `${top}${feature}`])
  const refs = text.split('\n').filter((line) => line !== '')
  if (refs.length === 0) return []
  const words = await readWords(git, [...new Set(refs.map((line) => line.split(' ')[0] ?? ''))])
  return Promise.all(
    refs.map(async (line) => {
      const [commit = '', ref = ''] = line.split(' ')
      return toRescue(git, ref, words.get(commit) ?? [commit, '', '', '', ''])
    }),
  )
}

async function readWords(git: Git, commits: readonly string[]): Promise<ReadonlyMap<string, Fields>> {
  const text = await git.text(
    ['log', '--no-walk=unsorted', `--format=${fields.join('%x01')}%x02`, '--stdin'],
    {
      input: commits.map((commit) => `${commit}\n`).join(''),
    },
  )
  const entries = text.split('\u0002').map((entry) => entry.trim())
  return new Map(
    entries
      .filter((entry) => entry !== '')
      .map((entry): [string, Fields] => {
        const values = entry.split('\u0001').map((field) => field.trim())
        // As many values as fields: the format above has them all.
        return [values[0] ?? '', fields.map((_, at) => values[at] ?? '') as unknown as Fields]
      }),
  )
}

async function toRescue(
  git: Git,
  ref: string,
  [commit, date, subject, why, attempt]: Fields,
): Promise<Rescue> {
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
type Fields = readonly [commit: string, date: string, subject: string, why: string, attempt: string]

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
