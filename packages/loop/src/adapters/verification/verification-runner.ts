import { join } from 'node:path'
import {
  defaultOutputCapBytes,
  filterEnvironment,
  runProcess,
  type Containment,
  type OutputFilter,
  type ProcessEnd,
  type RunMark,
} from '@gatecycle/agents'
import type { VerificationEntry } from '@gatecycle/plan-model'
import type { CommandResult } from '../../policy/command-result.ts'
import { withReport } from '../../policy/judge-answers.ts'
import { readTests } from '../../policy/test-readers/read-tests.ts'
import type { TestReading } from '../../policy/test-readers/test-reading.ts'
import { readReport, removeReport } from './test-report.ts'

export interface VerificationOrder {
  readonly set: string
  readonly entry: VerificationEntry
  /** The run worktree. */
  readonly directory: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly pass: readonly string[]
  readonly drop: readonly string[]
  readonly mark: RunMark
  readonly signal: AbortSignal
  readonly containment: Containment
  readonly outputFile?: string
  readonly outputFilter?: () => OutputFilter
}

/** Runs one verification command in its own process group with stdin closed; nothing of it is left running. */
export async function runVerificationCommand(order: VerificationOrder): Promise<CommandResult> {
  const { set, entry, directory, env, pass, drop, mark, signal, containment } = order
  const filtered = filterEnvironment(env, { pass, drop }).env
  const folder = join(directory, entry.cwd)
  if (entry.report !== undefined) removeReport(entry.report, folder)
  const end = await runProcess({
    argv: toArgv(entry),
    cwd: folder,
    env: { ...filtered, ...entry.env },
    stdin: undefined,
    timeoutMs: entry.timeout * 1000,
    silenceMs: undefined,
    outputCapBytes: defaultOutputCapBytes,
    mark,
    signal,
    containment,
    ...outputOf(order),
  })
  const result = toResult(set, entry, end)
  if (entry.report === undefined || end.kind !== 'exited') return result
  const read = withReport(result, entry.report.path, readReport(entry.report, folder))
  removeReport(entry.report, folder)
  return read
}

/** Where the output goes besides the answer, and through what. */
function outputOf({
  outputFile,
  outputFilter,
}: VerificationOrder): Pick<VerificationOrder, 'outputFile' | 'outputFilter'> {
  if (outputFile === undefined) return {}
  return outputFilter === undefined ? { outputFile } : { outputFile, outputFilter }
}

function toArgv({ argv, shell }: VerificationEntry): readonly [string, ...string[]] {
  const [program, ...rest] = argv ?? []
  if (program !== undefined) return [program, ...rest]
  return process.platform === 'win32'
    ? ['cmd.exe', '/d', '/s', '/c', shell ?? '']
    : ['/bin/sh', '-c', shell ?? '']
}

function toResult(set: string, entry: VerificationEntry, end: ProcessEnd): CommandResult {
  const { stdout, stderr } = end
  const output = [stdout.text, stderr.text].filter((text) => text.trim() !== '').join('\n')
  return {
    set,
    name: entry.name,
    answer: answerOf(entry, end),
    argv: entry.argv,
    shell: entry.shell,
    cwd: entry.cwd,
    exit: end.kind === 'exited' ? end.exitCode : undefined,
    signal: end.kind === 'signalled' ? end.signal : undefined,
    ms: Math.round(end.durationMs),
    bytes: stdout.bytes + stderr.bytes,
    digests: [stdout.sha256, stderr.sha256],
    output: end.kind === 'spawn-failed' ? end.message : output,
    survivors: end.survivors,
    interrupted: end.kind === 'interrupted',
    tests: testsOf(output, end),
  }
}

/** Where the middle of an output was left out, the list of its tests is not whole. */
function testsOf(output: string, { kind, stdout, stderr }: ProcessEnd): TestReading | undefined {
  const reading = kind === 'exited' ? readTests(output) : undefined
  return reading !== undefined && (stdout.truncated || stderr.truncated)
    ? { ...reading, cases: undefined }
    : reading
}

/** 126 and 127 are a shell's words for "could not be run" (POSIX.1-2017, 2.8.2): that is no answer about the work. */
function answerOf({ expect }: VerificationEntry, end: ProcessEnd): CommandResult['answer'] {
  if (end.kind === 'spawn-failed') return 'could_not_run'
  if (end.kind === 'timed-out' || end.kind === 'stalled') return 'timed_out'
  if (end.kind !== 'exited') return 'failed'
  if (expect.includes(end.exitCode)) return 'passed'
  return end.exitCode === 126 || end.exitCode === 127 ? 'could_not_run' : 'failed'
}
