import { proposeNode } from './propose-node.ts'
import { proposeGo, proposeMake, proposeRust } from './propose-others.ts'
import { proposePython } from './propose-python.ts'
import type { ProposedCommand, Proposal, Proposer, RepositoryFacts } from './repository-facts.ts'

/** In the order in which a repository with several kinds of project lists its commands. */
const proposers: Readonly<Record<string, Proposer>> = {
  node: proposeNode,
  rust: proposeRust,
  go: proposeGo,
  python: proposePython,
  make: proposeMake,
}

/** The verification that a repository suggests: commands that only check. Nothing is guessed that was not seen. */
export function proposeVerification(facts: RepositoryFacts): Proposal {
  const found = Object.entries(proposers).flatMap(([kind, propose]) => {
    const proposal = propose(facts)
    return proposal === undefined ? [] : [{ kind, ...proposal }]
  })
  return {
    code: toUnique(found),
    setup: found.flatMap(({ setup }) => setup),
    link: found.flatMap(({ link }) => link),
    notes: found.flatMap(({ notes }) => notes),
  }
}

/** The second `tests` of a repository becomes `rust-tests`. */
function toUnique(
  found: readonly { readonly kind: string; readonly code: Proposal['code'] }[],
): readonly ProposedCommand[] {
  const taken = new Set<string>()
  return found.flatMap(({ kind, code }) =>
    code.map((command) => {
      const name = taken.has(command.name) ? `${kind}-${command.name}` : command.name
      taken.add(name)
      return { ...command, name }
    }),
  )
}
