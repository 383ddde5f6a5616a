import type { Proposal, RepositoryFacts } from './repository-facts.ts'

/** What Cargo.toml suggests. A lock file that is committed has to stay as it is. */
export function proposeRust({ names, ignored }: RepositoryFacts): Proposal | undefined {
  if (!names.has('Cargo.toml')) return undefined
  const locked = names.has('Cargo.lock')
  const notes = ignored.has('target')
    ? []
    : ['git does not ignore target: add it to .gitignore, else it becomes part of every unit']
  return {
    code: [{ name: 'tests', run: ['cargo', 'test', ...(locked ? ['--locked'] : [])], seen: 'Cargo.toml' }],
    setup: locked
      ? [{ name: 'cargo-dependencies', run: ['cargo', 'fetch', '--locked'], seen: 'Cargo.lock' }]
      : [],
    link: [],
    notes,
  }
}

/** What go.mod suggests. */
export function proposeGo({ names }: RepositoryFacts): Proposal | undefined {
  if (!names.has('go.mod')) return undefined
  return {
    code: [
      { name: 'tests', run: ['go', 'test', './...'], seen: 'go.mod' },
      { name: 'vet', run: ['go', 'vet', './...'], seen: 'go.mod' },
    ],
    setup: names.has('go.sum')
      ? [{ name: 'go-dependencies', run: ['go', 'mod', 'download'], seen: 'go.sum' }]
      : [],
    link: [],
    notes: [],
  }
}

/** Targets that are often what a verification command is; a Makefile cannot be looked into further than that. */
const telling = new Set(['test', 'tests', 'check', 'lint', 'verify', 'typecheck', 'vet'])

/** What the targets of a Makefile suggest: a note, because a target may do anything. */
export function proposeMake({ texts }: RepositoryFacts): Proposal | undefined {
  const lines = texts.get('Makefile')?.matchAll(/^(?<target>[A-Za-z][\w.-]*)\s*:(?!=)/gmu) ?? []
  const targets = [...new Set([...lines].map(({ groups }) => groups?.['target'] ?? ''))]
  const found = targets.filter((target) => telling.has(target))
  if (found.length === 0) return undefined
  const note = `the Makefile has ${found.map((target) => `\`make ${target}\``).join(', ')}: what that does cannot be seen from here, so nothing was taken over`
  return { code: [], setup: [], link: [], notes: [note] }
}
