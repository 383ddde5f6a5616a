import { join } from 'node:path'
import { changedPaths } from '../../adapters/repository.ts'
import { runVerificationCommand } from '../../adapters/verification-runner.ts'
import type { Interrupted } from '../../machine/failure.ts'
import type { UnitEvent, UnitState } from '../../machine/unit-state.ts'
import {
  describeFailures,
  outputDigestOf,
  toReport,
  type CommandResult,
} from '../../policy/command-result.ts'
import { trimText } from '../../policy/trim-text.ts'
import {
  setsOf,
  verificationStepsOf,
  type BuiltInCheck,
  type VerificationStep,
} from '../../policy/verification-plan.ts'
import type { UnitSubject, World } from '../world.ts'
import { attemptFolderOf } from './attempt-files.ts'

type Verifying = Extract<UnitState, { at: 'verifying' }>

/** The exit oracle: the armed commands on exactly the candidate tree, and the tree compared before and after. */
export async function runVerification(
  state: Verifying,
  subject: UnitSubject,
  world: World,
): Promise<UnitEvent | Interrupted> {
  const { tree, attempt } = state
  const { unit, plan, base } = subject
  if ((await world.worktree.snapshot(tree)) !== tree) await world.worktree.putTo(base, tree)
  const log = await world.log()
  const sets = [...setsOf(unit), ...(unit.verify.length > 0 ? ['unit'] : [])]
  await log.append({
    correlation_id: unit.id,
    event_type: 'verification_started',
    payload: { attempt, tree, sets },
  })
  const results: CommandResult[] = []
  for (const step of verificationStepsOf(unit, plan.verification, plan.path)) {
    world.report(`${unit.id} attempt ${attempt}: verifying ${step.set}/${step.name}`)
    const result = withoutSecrets(await runStep(step, attempt, subject, world), world)
    if (result.interrupted) return { type: 'interrupted', signal: world.stopping.reason() ?? 'SIGTERM' }
    await logCommand(result, attempt, unit.id, world)
    results.push(result)
  }
  const after = await world.worktree.snapshot(tree)
  if (after !== tree) return mutated(await changedPaths(world.git, tree, after), state, subject, world)
  return decide(results, state, subject, world)
}

/** Output becomes evidence, a prompt and a line of the log: secrets leave it before. */
function withoutSecrets(result: CommandResult, { redact }: World): CommandResult {
  return { ...result, output: redact(result.output) }
}

async function decide(
  results: readonly CommandResult[],
  { tree, attempt }: Verifying,
  { unit }: UnitSubject,
  world: World,
): Promise<UnitEvent> {
  const report = toReport(results)
  // A set that ran nothing is not a pass.
  const passed = results.length > 0 && results.every(({ answer }) => answer === 'passed')
  const payload = { attempt, tree, answer: passed ? 'passed' : 'failed', digest: report.digest } as const
  const log = await world.log()
  await log.append({ correlation_id: unit.id, event_type: 'verification_finished', payload })
  if (passed) return { type: 'verification-passed', report }
  if (results.length === 0)
    return { type: 'verification-failed', summary: 'no verification command was run', evidence: '' }
  return { type: 'verification-failed', ...describeFailures(results) }
}

async function mutated(
  changes: readonly { readonly path: string }[],
  { tree, attempt }: Verifying,
  { unit, base }: UnitSubject,
  world: World,
): Promise<UnitEvent> {
  const files = changes.map(({ path }) => path)
  world.report(`${unit.id} attempt ${attempt}: verification changed ${files.join(', ')}`)
  await world.worktree.putTo(base, tree)
  return { type: 'tree-mutated', files }
}

async function runStep(
  { set, name, run }: VerificationStep,
  attempt: number,
  subject: UnitSubject,
  world: World,
): Promise<CommandResult> {
  if (run.kind === 'built-in') return runBuiltIn(set, run.check, subject, world)
  const { config } = subject.plan
  return runVerificationCommand({
    set,
    entry: run.entry,
    directory: world.worktree.path,
    env: world.env,
    pass: config.env.pass,
    drop: config.env.drop,
    mark: world.mark,
    signal: world.stopping.signal,
    outputFile: join(
      attemptFolderOf(world, subject, attempt),
      `verify-${set}-${name}.txt`.replaceAll(/[^\w.-]/gu, '_'),
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
    },
  })
}
