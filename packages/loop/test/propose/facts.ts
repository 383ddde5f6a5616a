import type { RepositoryFacts } from '../../src/propose/repository-facts.ts'

interface More {
  readonly folder?: string
  readonly ignored?: readonly string[]
  readonly agents?: readonly string[]
}

/** A repository with these files. */
export function factsOf(files: Readonly<Record<string, string>>, more: More = {}): RepositoryFacts {
  return {
    folder: more.folder ?? '.',
    names: new Set(Object.keys(files)),
    texts: new Map(Object.entries(files)),
    ignored: new Set(more.ignored ?? []),
    agents: more.agents ?? [],
  }
}

/** The text of a package.json. */
export function packageJson(
  scripts: Readonly<Record<string, string>>,
  more: Readonly<Record<string, unknown>> = {},
): string {
  return JSON.stringify({ ...more, scripts })
}
