import { lintFeature, verificationName } from '@gatecycle/plan-lint'
import type { Diagnostic } from '@gatecycle/diagnostics'
import { isSealedLog } from '@gatecycle/event-schema'
import {
  defaultTimeoutOf,
  loadFeature,
  toFeature,
  type Feature,
  type FeatureFolder,
  type Verification,
  type YamlMapping,
} from '@gatecycle/plan-model'
import type { Config } from '../../config/config.ts'
import type { ConfigText } from '../../config/parse-config.ts'
import type { Git } from '../../ports.ts'
import { plainTexts, rememberTexts, type PlanTexts } from './plan-texts.ts'
import { listTreeFiles, readBlobText } from '../objects/tree-files.ts'

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
  /** How texts are read; who reads again and again remembers what did not change. */
  readonly texts?: PlanTexts
}

const noVerification: Verification = { sets: new Map(), places: new Map(), problems: [] }

/**
 * Reads a feature out of commits, never out of the working tree: what an agent left lying about cannot be a plan. From one
 * commit to the next only what changed is read.
 */
export function createPlanReader(git: Git, place: PlanPlace): (commit: string) => Promise<LoadedPlan> {
  const remembered = rememberTexts()
  let known: ReadonlyMap<string, string> = new Map()
  return async (commit) => {
    const { stateRoot, folder } = place
    const path = `${stateRoot}/features/${folder}`
    const files = await listTreeFiles(git, commit, stateRoot)
    const wanted = [...files].filter(([file]) => isRead(file, stateRoot, path))
    const texts = await Promise.all(
      wanted.map(async ([file, id]) => [file, id, known.get(id) ?? (await readBlobText(git, id))] as const),
    )
    known = new Map(texts.map(([, id, text]) => [id, text]))
    return toLoadedPlan(
      commit,
      { ...place, texts: remembered },
      [...files.keys()],
      new Map(texts.map(([file, , text]) => [file, text])),
    )
  }
}

/** The same reading over texts from anywhere: the working tree before it is armed. */
export function toLoadedPlan(
  commit: string,
  { stateRoot, folder: name, personal, texts: readers = plainTexts }: PlanPlace,
  all: readonly string[],
  texts: ReadonlyMap<string, string>,
): LoadedPlan {
  const path = `${stateRoot}/features/${name}`
  const names = all.filter((file) => file.startsWith(`${path}/`)).map((file) => file.slice(path.length + 1))
  const folder = loadFeature({
    folder: name,
    names,
    read: (file) => texts.get(`${path}/${file}`),
    parse: readers.parse,
  })
  const log = texts.get(`${path}/events.jsonl`) ?? ''
  const { verification, settings } = readers.verification(texts.get(`${stateRoot}/verification.yml`))
  const diagnostics = lintFeature(folder, {
    verification: verification ?? 'missing',
    hasSealedLog: () => isSealedLog(log),
    pathOf: (file) => (file === verificationName ? `${stateRoot}/verification.yml` : `${path}/${file}`),
  })
  const refused = diagnostics.some(({ severity }) => severity === 'error')
  return {
    commit,
    path,
    folder,
    diagnostics,
    feature: refused ? undefined : toFeature(folder, defaultTimeoutOf(settings)),
    verification: verification ?? noVerification,
    settings,
    config: readers.config(repositoryConfig(stateRoot, texts), personal),
    rules: new Map([...texts].filter(([file]) => file.startsWith(`${stateRoot}/rules/`))),
    log,
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
