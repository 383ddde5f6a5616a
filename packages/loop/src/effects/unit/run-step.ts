import { join } from 'node:path'
import type { RunMark } from '@gatecycle/agents'
import type { CommandResult } from '../../policy/command-result.ts'
import { findingsIn } from '../../policy/findings.ts'
import type { BuiltInCheck, VerificationStep } from '../../policy/verification-plan.ts'
import { runEntry } from '../run-entry.ts'
import type { UnitSubject, World } from '../world.ts'
import { attemptFolderOf } from './attempt-files.ts'

/** Where one step is run. */
export interface StepPlace {
  readonly attempt: number
  /** The tree's folder: the run worktree, or a room of its own. */
  readonly directory: string
  /** What the files with the output begin with; two runs of one attempt keep both. */
  readonly outputPrefix: string
  /** By which what it starts is found again; the run's where it runs alone. */
  readonly mark?: RunMark
}

/** Runs one command or built-in check; what it said has no secrets in it. */
export async function runStep(
  { set, name, run }: VerificationStep,
  { attempt, directory, outputPrefix, mark }: StepPlace,
  subject: UnitSubject,
  world: World,
): Promise<CommandResult> {
  if (run.kind === 'built-in') return runBuiltIn(set, run.check, subject, world)
  const { config } = subject.plan
  const outputFile = join(
    attemptFolderOf(world, subject, attempt),
    `${outputPrefix}-${set}-${name}.txt`.replaceAll(/[^\w.-]/gu, '_'),
  )
  const result = await runEntry({ set, entry: run.entry, directory, outputFile, mark }, config, world)
  const findings = run.entry.findings === true ? findingsIn(result.output) : undefined
  return withoutSecrets({ ...result, ...(findings === undefined ? {} : { findings }) }, world)
}

/** The answer of a step that is not run. */
export function toSkipped({ set, name, run }: VerificationStep, reason: string): CommandResult {
  const { argv, shell, cwd } = run.kind === 'command' ? run.entry : { argv: [], shell: undefined, cwd: '.' }
  return { ...nothingSaid, set, name, answer: 'skipped', argv, shell, cwd, exit: undefined, ms: 0, reason }
}

const nothingSaid = {
  signal: undefined,
  bytes: 0,
  digests: ['', ''],
  output: '',
  survivors: 0,
  interrupted: false,
} as const

/** Output becomes evidence, a prompt and a line of the log: secrets leave it before. */
function withoutSecrets(result: CommandResult, { redact }: World): CommandResult {
  return { ...result, output: redact(result.output), tests: redact(result.tests) }
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
  return withoutSecrets(
    {
      ...nothingSaid,
      set,
      name: check,
      answer: problems.length === 0 ? 'passed' : 'failed',
      argv: ['gatecycle', check],
      shell: undefined,
      cwd: '.',
      exit: problems.length === 0 ? 0 : 1,
      ms: Math.round(world.clock.elapsed() - started),
      bytes: Buffer.byteLength(output),
      digests: [output, ''],
      output,
    },
    world,
  )
}
