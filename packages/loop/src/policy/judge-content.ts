import type { AttemptFailure } from '../machine/unit-attempt.ts'

/** What is in a changed file, as far as it decides whether it may be committed at all. */
export interface ContentFacts {
  readonly path: string
  readonly bytes: number
  /** Where a symbolic link leads, when that is not below the top of the tree. */
  readonly leadsTo?: string | undefined
  /** Names of the withheld variables whose values stand in it. */
  readonly secrets: readonly string[]
}

/** The most that one attempt may change; `file_megabytes` is for each file, in units of 1,000,000 bytes. */
export interface SizeLimits {
  readonly files: number
  readonly file_megabytes: number
  readonly megabytes: number
}

export interface ContentProblem {
  readonly outcome: AttemptFailure
  readonly summary: string
}

/** Whether the content of an attempt may be committed: nothing that leads out of the tree, no secret, not more than the limits. */
export function judgeContent(files: readonly ContentFacts[], limits: SizeLimits): ContentProblem | undefined {
  return links(files) ?? secrets(files) ?? size(files, limits)
}

function links(files: readonly ContentFacts[]): ContentProblem | undefined {
  const leading = files.filter(({ leadsTo }) => leadsTo !== undefined)
  if (leading.length === 0) return undefined
  const shown = leading.map(({ path, leadsTo }) => `${path} → ${leadsTo}`).join(', ')
  return {
    outcome: 'out_of_scope',
    summary: `links lead out of the repository, where nobody else has what they name: ${shown}`,
  }
}

function secrets(files: readonly ContentFacts[]): ContentProblem | undefined {
  const holding = files.filter(({ secrets: names }) => names.length > 0)
  if (holding.length === 0) return undefined
  const shown = holding.map(({ path, secrets: names }) => `${path} (${names.join(', ')})`).join(', ')
  return {
    outcome: 'secret_found',
    summary: `values of variables that are secrets would be committed: ${shown}`,
  }
}

function size(files: readonly ContentFacts[], limits: SizeLimits): ContentProblem | undefined {
  const big = files.filter(({ bytes }) => bytes > limits.file_megabytes * 1e6)
  const sum = files.reduce((all, { bytes }) => all + bytes, 0)
  const problems = [
    files.length > limits.files ? [`${files.length} files are changed (limits.files: ${limits.files})`] : [],
    big
      .map(
        ({ path, bytes }) =>
          `${path} has ${inMegabytes(bytes)} (limits.file_megabytes: ${limits.file_megabytes})`,
      )
      .slice(0, 10),
    sum > limits.megabytes * 1e6
      ? [`the changed files have ${inMegabytes(sum)} together (limits.megabytes: ${limits.megabytes})`]
      : [],
  ].flat()
  if (problems.length === 0) return undefined
  const summary = `${problems.join('; ')}. Most of it is in ${heaviest(files)}: ignore what is not meant to be committed`
  return { outcome: 'too_large', summary }
}

/** The folder that holds the most of it: vendored files and build output lie together. */
function heaviest(files: readonly ContentFacts[]): string {
  const folders = new Map<string, { bytes: number; files: number }>()
  for (const { path, bytes } of files) {
    const folder = path.includes('/') ? path.slice(0, path.indexOf('/') + 1) : './'
    const known = folders.get(folder) ?? { bytes: 0, files: 0 }
    folders.set(folder, { bytes: known.bytes + bytes, files: known.files + 1 })
  }
  const [most] = [...folders].toSorted(([, a], [, b]) => b.bytes - a.bytes || b.files - a.files)
  return most === undefined ? './' : `${most[0]} (${most[1].files} files, ${inMegabytes(most[1].bytes)})`
}

function inMegabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`
}
