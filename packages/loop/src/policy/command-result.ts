import { digestData, type Digest } from '@gatecycle/plan-model'
import type { VerificationReport } from '../machine/unit-attempt.ts'
import { trimText } from './trim-text.ts'

/** What one verification command answered. */
export interface CommandResult {
  readonly set: string
  readonly name: string
  readonly answer: 'passed' | 'failed' | 'could_not_run' | 'timed_out'
  readonly argv: readonly string[] | undefined
  readonly shell: string | undefined
  readonly cwd: string
  readonly exit: number | undefined
  readonly signal: string | undefined
  readonly ms: number
  readonly bytes: number
  /** Hex SHA-256 of stdout and of stderr. */
  readonly digests: readonly [string, string]
  readonly output: string
  readonly survivors: number
  readonly interrupted: boolean
}

/** One digest for both streams of a command. */
export function outputDigestOf({ digests }: CommandResult): Digest {
  return digestData(digests)
}

/** The results as they go into the commit: `0` for passed, as an exit code would say it, else the answer. */
export function toReport(results: readonly CommandResult[]): VerificationReport {
  const facts = results.map(({ set, name, argv, shell, cwd, answer, exit }) => ({
    set,
    name,
    argv,
    shell,
    cwd,
    answer,
    exit,
  }))
  return {
    results: results.map(({ set, name, answer, exit }) => ({
      set,
      name,
      answer: answer === 'passed' ? String(exit ?? 0) : answer,
    })),
    digest: digestData(facts),
  }
}

/** What the next attempt is told about commands that did not pass. */
export function describeFailures(results: readonly CommandResult[]): {
  readonly summary: string
  readonly evidence: string
} {
  const failed = results.filter(({ answer }) => answer !== 'passed')
  const summary = failed.map((result) => `${result.set}/${result.name} ${sayAnswer(result)}`).join('; ')
  const evidence = failed
    .map((result) => `$ ${commandOf(result)}\n${trimText(result.output)}\n(${sayAnswer(result)})`)
    .join('\n\n')
  return { summary, evidence: trimText(evidence) }
}

/** The command as a person would type it. */
export function commandOf({ argv, shell, set, name }: CommandResult): string {
  return argv?.join(' ') ?? shell ?? `${set}/${name}`
}

function sayAnswer({ answer, exit, signal, ms }: CommandResult): string {
  if (answer === 'timed_out') return `timed out after ${Math.round(ms / 1000)} s`
  if (signal !== undefined) return `was ended by ${signal}`
  return answer === 'could_not_run'
    ? `could not run${exit === undefined ? '' : ` (exit ${exit})`}`
    : `exited ${exit ?? '?'}`
}
