import { basename, relative, sep } from 'node:path'
import { AppError, exitCodes, nearest, type Io } from '@gatecycle/diagnostics'
import { findFeatures, findStateFolder } from '@gatecycle/plan-lint'
import { mappingOf, parseMarkdownFile, textOf } from '@gatecycle/plan-model'
import { createGitClient } from '../adapters/git/git-client.ts'
import { isThere, realPathOf } from '../adapters/system/file-facts.ts'
import { readIfThere } from '../adapters/system/durable-file.ts'
import type { Git } from '../ports.ts'

export interface Repository {
  /** At the top of the operator's checkout. */
  readonly git: Git
  readonly commonGitDir: string
  /** The state folder, from the top of the repository. */
  readonly stateRoot: string
  readonly features: readonly FeatureEntry[]
}

/** A feature folder of the checkout; its plan may be newer on the branch. */
export interface FeatureEntry {
  readonly folder: string
  readonly id: string
  readonly branch: string
  readonly status: string
}

/** Finds the repository, its state folder and its features from any sub-directory. Throws an AppError when one is missing. */
export async function openRepository(io: Io, root: string | undefined): Promise<Repository> {
  const stateFolder = realPathOf(findStateFolder({ cwd: io.cwd, root: root ?? io.env['GATECYCLE_ROOT'] }))
  const { exitCode, stdout, stderr } = await createGitClient(stateFolder, io.env).run([
    'rev-parse',
    '--path-format=absolute',
    '--show-toplevel',
    '--git-common-dir',
  ])
  const [top, commonGitDir] = stdout.trim().split('\n')
  if (exitCode !== 0 && stderr.includes('dubious ownership')) throw distrusted(stateFolder, stderr)
  if (exitCode !== 0 || top === undefined || commonGitDir === undefined) {
    throw new AppError(
      'NOT_A_REPOSITORY',
      `${stateFolder} is in no git repository: ${stderr.trim().split('\n')[0] ?? ''}`,
      {
        hint: 'git init, and commit the plan',
        exitCode: exitCodes.usage,
      },
    )
  }
  const stateRoot = relative(realPathOf(top), stateFolder).split(sep).join('/')
  const git = createGitClient(top, io.env)
  return { git, commonGitDir, stateRoot, features: await readEntries(git, stateFolder) }
}

/** Git uses no repository of another user before it is told to (git-config(1), safe.directory). */
function distrusted(stateFolder: string, stderr: string): AppError {
  const place = /repository at '(?<place>[^']+)'/u.exec(stderr)?.groups?.['place'] ?? stateFolder
  return new AppError('REPOSITORY_DISTRUSTED', `${place} belongs to another user, so git does not use it`, {
    hint: `if you trust what is in it: git config --global --add safe.directory '${place}'`,
    exitCode: exitCodes.environment,
  })
}

/** A plan in the files that says not even where it belongs is somebody's edit, or a dead agent's: then the committed one counts. */
async function readEntries(git: Git, stateFolder: string): Promise<readonly FeatureEntry[]> {
  const found = findFeatures([stateFolder], { cwd: stateFolder, root: stateFolder }).filter(({ directory }) =>
    isThere(directory),
  )
  return Promise.all(
    found.map(async ({ directory }) => {
      const entry = toEntry(directory, readIfThere(`${directory}/PLAN.md`) ?? '')
      if (entry.branch !== '') return entry
      const path = relative(realPathOf(git.directory), `${directory}/PLAN.md`).split(sep).join('/')
      const committed = await git.read(`HEAD:${path}`)
      return committed === undefined
        ? entry
        : toEntry(directory, Buffer.from(committed.bytes).toString('utf8'))
    }),
  )
}

function toEntry(directory: string, plan: string): FeatureEntry {
  const mapping = mappingOf(parseMarkdownFile('PLAN.md', plan))
  const folder = basename(directory)
  return {
    folder,
    id: textOf(mapping, 'feature_id')?.value ?? folder,
    branch: textOf(mapping, 'branch')?.value ?? '',
    status: textOf(mapping, 'status')?.value ?? '',
  }
}

/** The feature that is meant: by id, number or folder; without a name the only active one, else the one whose branch is checked out. */
export function chooseFeature(
  features: readonly FeatureEntry[],
  name: string | undefined,
  checkedOut: string | undefined,
): FeatureEntry {
  const list = features.map(({ id, folder, status }) => `  ${id}  ${status.padEnd(9)}  ${folder}`).join('\n')
  if (name === undefined) {
    const active = features.filter(({ status }) => status === 'active')
    const chosen =
      active.length === 1 ? active[0] : features.find(({ branch }) => branch === checkedOut && branch !== '')
    if (chosen !== undefined) return chosen
    const [only] = features
    if (features.length === 1 && only !== undefined) return only
    throw new AppError('FEATURE_UNCLEAR', 'which feature? There is not exactly one that is active', {
      hint: `name one:\n${list}`,
    })
  }
  const wanted = basename(name.replace(/\/+$/u, ''))
  const found = features.filter(
    ({ id, folder }) =>
      [id, folder].includes(name) || folder === wanted || id.endsWith(`-${name.padStart(4, '0')}`),
  )
  const [feature] = found
  if (feature !== undefined && found.length === 1) return feature
  if (feature !== undefined) {
    throw new AppError('FEATURE_UNCLEAR', `which feature? "${name}" names ${found.length} of them`, {
      hint: `name one:\n${found.map(({ id, folder }) => `  ${id}  ${folder}`).join('\n')}`,
    })
  }
  const near = nearest(
    name,
    features.flatMap(({ id, folder }) => [id, folder]),
  )
  const hint = near === undefined ? `known:\n${list}` : `did you mean "${near}"?`
  throw new AppError('FEATURE_UNKNOWN', `no feature is called "${name}"`, { hint })
}
