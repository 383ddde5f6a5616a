import { lintFeature, verificationName } from '@gatecycle/plan-lint'
import type { Diagnostic } from '@gatecycle/diagnostics'
import {
  defaultTimeoutOf,
  loadFeature,
  parseVerification,
  toFeature,
  type Feature,
  type FeatureFolder,
  type Verification,
  type YamlMapping,
} from '@gatecycle/plan-model'
import type { Config } from '../config/config.ts'
import { effectiveConfigOf } from '../config/effective-config.ts'
import type { ConfigText } from '../config/parse-config.ts'
import { verificationMapping } from '../policy/worktree-needs.ts'
import type { Git } from '../ports.ts'
import { listFiles, readTexts } from './repository.ts'

/** Everything a commit says about a feature. */
export interface LoadedPlan {
  readonly commit: string
  /** The feature folder, from the top of the repository. */
  readonly path: string
  readonly folder: FeatureFolder
  readonly diagnostics: readonly Diagnostic[]
  /** The typed feature; undefined when the linter found an error. */
  readonly feature: Feature | undefined
  readonly verification: Verification
  /** verification.yml whole, for the settings beside its sets. */
  readonly settings: YamlMapping | undefined
  readonly config: Config
  readonly rules: ReadonlyMap<string, string>
  /** events.jsonl as committed. */
  readonly log: string
  /** Other state files that a closing unit continues: path from the top → text. */
  readonly texts: ReadonlyMap<string, string>
}

export interface PlanPlace {
  /** The state folder from the top of the repository, for example `.gatecycle`. */
  readonly stateRoot: string
  readonly folder: string
  /** The person's own configuration, read once: it is in no commit. */
  readonly personal?: ConfigText | undefined
}

const noVerification: Verification = { sets: new Map(), places: new Map(), problems: [] }

/** Reads a feature out of a commit, never out of the working tree: what an agent left lying about cannot be a plan. */
export async function readPlan(git: Git, commit: string, place: PlanPlace): Promise<LoadedPlan> {
  const { stateRoot, folder } = place
  const path = `${stateRoot}/features/${folder}`
  const all = await listFiles(git, commit, stateRoot)
  const wanted = all.filter((file) => isRead(file, stateRoot, path))
  return toLoadedPlan(commit, place, all, await readTexts(git, commit, wanted))
}

/** The same reading over texts from anywhere: the working tree before it is armed. */
export function toLoadedPlan(
  commit: string,
  { stateRoot, folder: name, personal }: PlanPlace,
  all: readonly string[],
  texts: ReadonlyMap<string, string>,
): LoadedPlan {
  const path = `${stateRoot}/features/${name}`
  const names = all.filter((file) => file.startsWith(`${path}/`)).map((file) => file.slice(path.length + 1))
  const folder = loadFeature({ folder: name, names, read: (file) => texts.get(`${path}/${file}`) })
  const verificationText = texts.get(`${stateRoot}/verification.yml`)
  const verification = verificationText === undefined ? undefined : parseVerification(verificationText)
  const diagnostics = lintFeature(folder, {
    verification: verification ?? 'missing',
    pathOf: (file) => (file === verificationName ? `${stateRoot}/verification.yml` : `${path}/${file}`),
  })
  const settings = verificationMapping(verificationText)
  const refused = diagnostics.some(({ severity }) => severity === 'error')
  return {
    commit,
    path,
    folder,
    diagnostics,
    feature: refused ? undefined : toFeature(folder, defaultTimeoutOf(settings)),
    verification: verification ?? noVerification,
    settings,
    config: effectiveConfigOf(repositoryConfig(stateRoot, texts), personal).config,
    rules: new Map([...texts].filter(([file]) => file.startsWith(`${stateRoot}/rules/`))),
    log: texts.get(`${path}/events.jsonl`) ?? '',
    texts,
  }
}

function repositoryConfig(stateRoot: string, texts: ReadonlyMap<string, string>): ConfigText | undefined {
  const file = `${stateRoot}/config.yml`
  const text = texts.get(file)
  return text === undefined ? undefined : { from: 'repository', file, text }
}

/** The files of the state folder that a reading needs: the feature's own, the sets, the configuration, the rules. */
export function isRead(file: string, stateRoot: string, featurePath: string): boolean {
  if (file.startsWith(`${featurePath}/`))
    return /^[^/]+\.(?:md|jsonl)$/u.test(file.slice(featurePath.length + 1))
  const rest = file.slice(stateRoot.length + 1)
  return (
    ['verification.yml', 'config.yml', 'roadmap.md', 'LEARNINGS.md'].includes(rest) ||
    /^rules\/[^/]+\.md$/u.test(rest)
  )
}
