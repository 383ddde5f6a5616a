import { exitCodes, plural, type Io } from '@gatecycle/diagnostics'
import { proveRange, type ProofEntry } from '../effects/prove/prove-range.ts'
import { readSignature } from '../adapters/objects/signature.ts'
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

/** What a proof does not say: whoever can write commits can make ones that agree with themselves, and sign them with a key of theirs. */
function describeTrust(units: readonly ShownEntry[]): string {
  if (units.length === 0) return ''
  const signed = units.filter(({ signature }) => signature !== 'none')
  if (signed.length === 0) return 'integrity only: no commit is signed, so nothing says who made them\n'
  const good = signed.filter(({ signature }) => /^good(?:, by |$)/u.test(signature)).length
  const unknown = signed.filter(({ signature }) => signature.startsWith('good, of unknown validity')).length
  const counts = [
    `${good} good`,
    ...(unknown === 0 ? [] : [`${unknown} good, but by keys that nobody here vouches for`]),
    `${signed.length - good - unknown} not`,
    `${units.length - signed.length} without`,
  ]
  return `signatures: ${counts.join(', ')}; without a good one a proof shows integrity only\n`
}
