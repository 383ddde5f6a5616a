import { join } from 'node:path'
import { runVerificationCommand } from '../../adapters/verification-runner.ts'
import { outputDigestOf, type CommandResult } from '../../policy/command-result.ts'
import { refuseZeroTests } from '../../policy/judge-tests.ts'
import { trimText } from '../../policy/trim-text.ts'
import type { BuiltInCheck, VerificationStep } from '../../policy/verification-plan.ts'
import type { UnitSubject, World } from '../world.ts'
import { attemptFolderOf } from './attempt-files.ts'

/** Where and why steps are run. */
export interface StepRun {
  readonly attempt: number
  /** What is being done, for people: `verifying`. */
  readonly doing: string
  /** The tree's folder: the run worktree, or a room of its own. */
  readonly directory: string
  /** What the files with the output begin with; two runs of one attempt keep both. */
  readonly outputPrefix: string
}

/** Runs steps in order and writes each into the log; undefined when a signal came. */
export async function runSteps(
  steps: readonly VerificationStep[],
  run: StepRun,
  subject: UnitSubject,
  world: World,
): Promise<readonly CommandResult[] | undefined> {
  const { unit } = subject
  const results: CommandResult[] = []
  for (const step of steps) {
    world.report(`${unit.id} attempt ${run.attempt}: ${run.doing} ${step.set}/${step.name}`)
    const result = refuseZeroTests(withoutSecrets(await runStep(step, run, subject, world), world))
    if (result.interrupted) return undefined
    await logCommand(result, run.attempt, unit.id, world)
    results.push(result)
  }
  return results
}

/** Output becomes evidence, a prompt and a line of the log: secrets leave it before. */
function withoutSecrets(result: CommandResult, { redact }: World): CommandResult {
  return { ...result, output: redact(result.output), tests: redact(result.tests) }
}

async function runStep(
  { set, name, run }: VerificationStep,
  { attempt, directory, outputPrefix }: StepRun,
  subject: UnitSubject,
  world: World,
): Promise<CommandResult> {
  if (run.kind === 'built-in') return runBuiltIn(set, run.check, subject, world)
  const { config } = subject.plan
  return runVerificationCommand({
    set,
    entry: run.entry,
    directory,
    env: world.env,
    pass: config.env.pass,
    drop: config.env.drop,
    mark: world.mark,
    signal: world.stopping.signal,
    containment: await world.containment(config),
    outputFile: join(
      attemptFolderOf(world, subject, attempt),
      `${outputPrefix}-${set}-${name}.txt`.replaceAll(/[^\w.-]/gu, '_'),
    ),
  })
}

async function runBuiltIn(
  set: string,
  check: BuiltInCheck,
  subject: UnitSubject,
  world: World,
): Promise<CommandResult> {
  const started = world.clock.elapsed()
  const problems = await world.builtIn[check](subject)
  const output = problems.join('\n')
  return {
    set,
    name: check,
    answer: problems.length === 0 ? 'passed' : 'failed',
    argv: ['gatecycle', check],
    shell: undefined,
    cwd: '.',
    exit: problems.length === 0 ? 0 : 1,
    signal: undefined,
    ms: Math.round(world.clock.elapsed() - started),
    bytes: Buffer.byteLength(output),
    digests: [output, ''],
    output,
    survivors: 0,
    interrupted: false,
  }
}

async function logCommand(result: CommandResult, attempt: number, unit: string, world: World): Promise<void> {
  const { set, name, answer, argv, shell, cwd, exit, signal, ms, bytes, output } = result
  const log = await world.log()
  await log.append({
    correlation_id: unit,
    event_type: 'command_run',
    payload: {
      attempt,
      set,
      name,
      answer,
      argv: argv === undefined ? null : [...argv],
      command: argv === undefined ? (shell ?? '') : null,
      cwd,
      exit: exit ?? null,
      signal: signal ?? null,
      ms,
      output_sha256: outputDigestOf(result),
      output_bytes: bytes,
      tail: trimText(output, 4000),
      tests: countsOf(result),
    },
  })
}

/** Null: no runner could be read, so that nobody knows how many tests there were. */
function countsOf({ tests }: CommandResult): TestCounts | null {
  if (tests === undefined) return null
  const { runner, executed, failed, skipped } = tests
  return { runner, executed, failed, skipped }
}

type TestCounts = Pick<NonNullable<CommandResult['tests']>, 'runner' | 'executed' | 'failed' | 'skipped'>
