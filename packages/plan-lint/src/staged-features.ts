import { posix } from 'node:path'
import type { LintInput } from './lint-source.ts'

/** The part of a git index that matters here. Paths start at the top of the repository, with forward slashes. */
export interface IndexView {
  /** From the current directory to the top of the repository: empty, or `../../`. */
  readonly toTop: string
  /** Files of the index. */
  readonly paths: readonly string[]
  /** Files that the next commit adds, changes or deletes. */
  readonly changed: readonly string[]
  /** The text of a file as the index has it. */
  readonly read: (path: string) => string | undefined
}

/** A feature folder of the index: `plans/.gatecycle/features/FEAT-2026-0007-greeting`. */
const featureFile = /^(?<feature>(?<features>(?:.*\/)?\.(?:gatecycle|specfuse)\/features)\/[^/]+)\/./u
const stateFile = /^(?<state>(?:.*\/)?\.(?:gatecycle|specfuse))\/[^/]+$/u

/** The features that the given paths belong to, or that the next commit changes, as they will be in that commit. */
export function stagedFeatures(index: IndexView, paths: readonly string[] | undefined): readonly LintInput[] {
  const all = new Set(readPaths(index).flatMap((path) => featureFile.exec(path)?.groups?.['feature'] ?? []))
  const wanted = new Set((paths ?? index.changed).flatMap((path) => featuresOf(path, all)))
  return [...wanted]
    .filter((feature) => all.has(feature))
    .toSorted()
    .map((feature) => toInput(index, feature, all))
}

/** Where both names of a state folder stand side by side, the newer one is read. */
function readPaths({ paths }: IndexView): readonly string[] {
  const current = new Set(paths.flatMap((path) => /^(?:.*\/)?\.gatecycle\//u.exec(path)?.[0] ?? []))
  return paths.filter((path) => {
    const older = /^(?:.*\/)?\.specfuse\//u.exec(path)?.[0]
    return older === undefined || !current.has(older.replace('.specfuse/', '.gatecycle/'))
  })
}

/** A file of the state folder, such as verification.yml, stands for all features beside it. */
function featuresOf(path: string, all: ReadonlySet<string>): readonly string[] {
  const feature = featureFile.exec(`${path}/.`)?.groups?.['feature']
  if (feature !== undefined) return [feature]
  const state = stateFile.exec(path)?.groups?.['state'] ?? path
  return [...all].filter((other) => other.startsWith(state === '.' ? '' : `${state}/`))
}

function toInput(index: IndexView, feature: string, all: ReadonlySet<string>): LintInput {
  const names = index.paths
    .filter((path) => path.startsWith(`${feature}/`))
    .map((path) => path.slice(feature.length + 1))
    .filter((name) => !name.includes('/'))
  const beside = [...all].filter((other) => posix.dirname(other) === posix.dirname(feature))
  return {
    source: {
      folder: posix.basename(feature),
      names,
      read: (name) => index.read(posix.normalize(`${feature}/${name}`)),
    },
    pathOf: (name) => posix.normalize(`${index.toTop}${feature}/${name}`),
    folders: beside.map((other) => posix.basename(other)),
  }
}
