import { exitCodes, plural, type Io } from '@gatecycle/diagnostics'
import { proveRange, type ProofEntry } from '../effects/prove/prove-range.ts'
import { readSignature } from '../adapters/signature.ts'
import type { CommandResult } from './command-result.ts'
import { openRepository } from './open-repository.ts'

export interface ProveOptions {
  /** As for `git log`. */
  readonly range: string
  readonly root: string | undefined
}

/** `loop prove`: holds each unit's commit of a range against its own words, its tree and the log. Offline; writes nothing. */
export async function prove(io: Io, { range, root }: ProveOptions): Promise<CommandResult> {
  const { git, stateRoot } = await openRepository(io, root)
  const { entries, others } = await proveRange(git, stateRoot, range)
  const shown: ShownEntry[] = []
  for (const entry of entries) {
    const { isSigned, ...rest } = entry
    shown.push({ ...rest, signature: isSigned ? await readSignature(git, entry.commit) : 'none' })
  }
  const units = shown.filter(({ unit, verdict }) => unit !== undefined || verdict === 'unproved')
  const count = (verdict: ProofEntry['verdict']): number =>
    units.filter((entry) => entry.verdict === verdict).length
  const counts = {
    proved: count('proved'),
    carried: count('carried'),
    unproved: count('unproved'),
    books: shown.length - units.length,
    others,
  }
  const message =
    units.length === 0
      ? `${range} holds no unit's commit`
      : `${plural(units.length, 'unit')}: ${counts.proved} proved, ${counts.carried} carried, ${counts.unproved} unproved`
  const isGood = units.length > 0 && counts.unproved === 0
  return {
    command: 'prove',
    exitCode: isGood ? exitCodes.ok : exitCodes.refused,
    outcome: units.length === 0 ? 'nothing-to-prove' : isGood ? 'proved' : 'unproved',
    message,
    detail: { range, counts, entries: shown },
    text: `${units.map(describe).join('')}${message}\n${describeTrust(units)}`,
  }
}

type ShownEntry = Omit<ProofEntry, 'isSigned'> & { readonly signature: string }

function describe({ commit, unit, verdict, reason, landedAs }: ShownEntry): string {
  const was = landedAs === undefined ? '' : ` (landed as ${landedAs.slice(0, 10)})`
  return `${verdict.padEnd(8)} ${commit.slice(0, 10)} ${unit ?? 'books'}${was}: ${reason}\n`
}

/** What a proof does not say: whoever can write commits can make ones that agree with themselves. */
function describeTrust(units: readonly ShownEntry[]): string {
  if (units.length === 0) return ''
  const good = units.filter(({ signature }) => signature.startsWith('good')).length
  const bad = units.filter(({ signature }) => signature !== 'none' && !signature.startsWith('good')).length
  if (good + bad === 0) return 'integrity only: no commit is signed, so nothing says who made them\n'
  return `signatures: ${good} good, ${bad} not, ${units.length - good - bad} without; without one a proof shows integrity only\n`
}
