import { relative, resolve } from 'node:path'
import { AppError, exitCodes, wantsColor, type ExitCode, type Io } from '@gatecycle/diagnostics'
import {
  digestOfRange,
  isLarge,
  isReadableAgain,
  readFileChunks,
  readStdinChunks,
} from '../adapters/read-chunks.ts'
import type { SchemaRoot } from '../adapters/schema-root.ts'
import { createInvariantCheck } from '../check-invariants.ts'
import type { Report } from '../finding.ts'
import type { OutputFormat } from '../formats.ts'
import { createLogCheck, type LogCheck } from '../log-check.ts'
import type { LogRules, LogSummary } from '../log-state.ts'
import { createOlderPart, createReadAgainPart } from '../older-part.ts'
import { createCollector, type LogOutcome } from '../outcome.ts'
import { renderResults } from '../render-outcomes.ts'

/** What `validate-event` was asked to do. */
export interface ValidateOptions {
  readonly format: OutputFormat
  /** Every line is sealed. */
  readonly chain: boolean
  /** The hash the log ends with. */
  readonly head: string | undefined
  /** Look at what events say together, too. */
  readonly invariants: boolean
  /** A folder with further payload schemas. */
  readonly schemaRoot: string | undefined
  /** How many findings are printed; 0 prints all. */
  readonly maxErrors: number
  readonly allowEmpty: boolean
}

/** The command as it may use the outside; a test passes its own standard input. */
export interface ValidateIo extends Io {
  readonly readStdin?: () => Iterable<Buffer>
}

/** Checks the logs (`-` is standard input), prints what is wrong, and says in the exit code whether they are valid. */
export async function validateLogs(
  paths: readonly string[],
  options: ValidateOptions,
  io: ValidateIo,
): Promise<ExitCode> {
  if (options.head !== undefined && paths.length !== 1) {
    throw new AppError('HEAD_NEEDS_ONE_LOG', '--head is the end of one log', {
      hint: 'check one file at a time',
    })
  }
  const root = await openRoot(options, io)
  const found = createCollector(options.maxErrors)
  const outcomes: LogOutcome[] = []
  for (const path of paths) {
    const file = path === '-' ? '<stdin>' : showPath(path, io.cwd)
    const log = { path: path === '-' ? undefined : resolve(io.cwd, path), file }
    outcomes.push({ ...(await checkLog(log, toRules(options, root), found.reportFor(file), io)), file })
  }
  const color = wantsColor(io.env, io.isTerminal.stdout)
  io.stdout(renderResults(options.format, { outcomes, found, color }))
  return found.counts.error > 0 ? exitCodes.refused : exitCodes.ok
}

/** A log by its absolute path (standard input has none), and how it is shown. */
interface Log {
  readonly path: string | undefined
  readonly file: string
}

async function checkLog(
  { path, file }: Log,
  rules: LogRules,
  report: Report,
  io: ValidateIo,
): Promise<LogSummary> {
  if (path === undefined)
    return checkChunks((io.readStdin ?? readStdinChunks)(), createLogCheck(rules, report))
  const quick = await checkLarge(path, rules)
  if (quick !== undefined) return quick
  const older = isReadableAgain(path)
    ? createReadAgainPart((length) => digestOfRange(path, 0, length))
    : createOlderPart()
  return checkChunks(readFileChunks(path, file), createLogCheck(rules, report, { older }))
}

/** A large file in which nothing is wrong is read on two threads; every other log is read from its beginning. */
async function checkLarge(path: string, rules: LogRules): Promise<LogSummary | undefined> {
  if (rules.checkEvent !== undefined || !isLarge(path)) return undefined
  const { checkInParts } = await import('../adapters/check-in-parts.ts')
  const summary = await checkInParts(path)
  return summary && fits(summary, rules) ? summary : undefined
}

/** Whether a log in which no line is wrong is what was asked for. */
function fits({ events, sealed, head }: LogSummary, rules: LogRules): boolean {
  return (
    (events > 0 || rules.mayBeEmpty) &&
    (sealed === events || !rules.isChained) &&
    (rules.head === undefined || rules.head === head?.hash)
  )
}

function checkChunks(chunks: Iterable<Buffer>, check: LogCheck): LogSummary {
  for (const chunk of chunks) check.feed(chunk)
  return check.end()
}

/** The rules for one log: what was seen of another one does not count. */
function toRules(options: ValidateOptions, root: SchemaRoot | undefined): LogRules {
  const { chain, head, allowEmpty, invariants } = options
  const invariantCheck = invariants ? createInvariantCheck() : undefined
  return {
    isChained: chain,
    head,
    mayBeEmpty: allowEmpty,
    from: 'beginning',
    knowsType: root?.has,
    checkEvent:
      root === undefined && invariantCheck === undefined
        ? undefined
        : (event) => [...(root?.check(event) ?? []), ...(invariantCheck?.(event) ?? [])],
  }
}

async function openRoot({ schemaRoot }: ValidateOptions, { cwd }: Io): Promise<SchemaRoot | undefined> {
  if (schemaRoot === undefined) return undefined
  const { openSchemaRoot } = await import('../adapters/schema-root.ts')
  return await openSchemaRoot(resolve(cwd, schemaRoot))
}

/** Relative to the current directory where that is shorter to say, with forward slashes. */
function showPath(path: string, cwd: string): string {
  const short = relative(cwd, resolve(cwd, path))
  return (short === '' || short.startsWith('..') ? path : short).replaceAll('\\', '/')
}
