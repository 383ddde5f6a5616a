import { listFiles } from '../../adapters/objects/repository.ts'
import type { Git } from '../../ports.ts'
import { createLogReader, type LogIndex } from '../../policy/log-index.ts'

/** The event logs in the trees of a history. */
export interface FeatureLogs {
  /** The log of a feature in a commit; undefined where the commit has none. */
  readonly read: (commit: string, feature: string) => Promise<LogIndex | undefined>
  /** Path of the log, from the top of the repository; undefined where no commit that was asked had one. */
  readonly pathOf: (commit: string, feature: string) => Promise<string | undefined>
}

/** Reads each log once; `stateRoot` is the state folder from the top of the repository. */
export function createFeatureLogs(git: Git, stateRoot: string): FeatureLogs {
  const parse = createLogReader()
  const paths = new Map<string, string>()
  const pathOf = async (commit: string, feature: string): Promise<string | undefined> => {
    const known = paths.get(feature)
    if (known !== undefined && (await git.find(`${commit}:${known}`)) !== undefined) return known
    const start = `${stateRoot}/features/${feature.replaceAll('/', '-')}`
    const files = await listFiles(git, commit, `${stateRoot}/features`)
    const found = files.find((path) => path.startsWith(start) && isLogOf(path.slice(start.length)))
    if (found !== undefined) paths.set(feature, found)
    return found
  }
  return {
    pathOf,
    read: async (commit, feature) => {
      const path = await pathOf(commit, feature)
      const blob = path === undefined ? undefined : await git.read(`${commit}:${path}`)
      return blob === undefined ? undefined : parse(Buffer.from(blob.bytes).toString('utf8'))
    },
  }
}

/** `-slug/events.jsonl`, or nothing before the slash. */
function isLogOf(rest: string): boolean {
  return /^(?:-[^/]*)?\/events\.jsonl$/u.test(rest)
}
