import { plural } from '@gatecycle/diagnostics'
import { digestData, type Digest } from '@gatecycle/plan-model'
import type { VerificationReport } from '../machine/unit-attempt.ts'
import type { TestReading } from './test-readers/test-reading.ts'

/** What one verification command answered. */
export interface CommandResult {
  readonly set: string
  readonly name: string
  readonly answer:
    | 'passed'
    | 'failed'
    | 'could_not_run'
    | 'timed_out'
    | 'no_tests'
    | 'flaky'
    | 'flaky_pass'
    | 'skipped'
    | 'waived'
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
  /** What the runner says about its tests; undefined where it cannot be read. */
  readonly tests?: TestReading | undefined
  /** Why it answered so, where the answer alone does not say it. */
  readonly reason?: string
  /** Whether a waived failure was held against the one before any work. */
  readonly compared?: true
  /** How many findings are left, by its own count. */
  readonly findings?: number
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

/** The command as a person would type it. */
export function commandOf({ argv, shell, set, name }: CommandResult): string {
  return argv?.join(' ') ?? shell ?? `${set}/${name}`
}

/** How a command answered, in words that stand behind its name. */
export function sayAnswer({ answer, exit, signal, ms, tests, reason, findings }: CommandResult): string {
  if (reason !== undefined) return reason
  if (answer === 'no_tests') return `ran no test${sayRunner(tests)}`
  if (answer === 'timed_out') return `timed out after ${Math.round(ms / 1000)} s`
  if (signal !== undefined) return `was ended by ${signal}`
  return answer === 'could_not_run'
    ? `could not run${exit === undefined ? '' : ` (exit ${exit})`}`
    : `exited ${exit ?? '?'}${findings === undefined ? '' : ` with ${plural(findings, 'finding')}`}`
}

function sayRunner(tests: TestReading | undefined): string {
  if (tests === undefined) return ''
  return ` (${tests.runner}${tests.skipped === 0 ? '' : `: all ${tests.skipped} were skipped`})`
}
