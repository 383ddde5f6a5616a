import { editFrontMatter, type FrontMatterValue } from '@gatecycle/plan-model'
import { AppError, exitCodes } from '@gatecycle/diagnostics'
import { foreseeChange } from '../../adapters/objects/change-digest.ts'
import type { UnitEvent, UnitState } from '../../machine/unit-state.ts'
import { setsOf } from '../../policy/verification-plan.ts'
import { lifetimeOf } from '../../policy/lifetime-of.ts'
import type { UnitSubject, World } from '../world.ts'

type Building = Extract<UnitState, { at: 'building-candidate' }>

/**
 * The tree that would be committed: the agent's changes, the unit's front matter as it will stand, the log so far.
 * After this no byte of it changes.
 */
export async function buildCandidate(
  state: Building,
  subject: UnitSubject,
  world: World,
): Promise<UnitEvent> {
  const { plan, unit, base } = subject
  const file = `${plan.path}/${unit.fileName}`
  const text = world.worktree.read(file)
  if (text === undefined)
    throw new AppError('UNIT_FILE_GONE', `${file} is gone from the run worktree`, {
      exitCode: exitCodes.environment,
    })
  world.worktree.write(file, editFrontMatter(text, await bookkeeping(state, subject, world)))
  const logFile = `${plan.path}/events.jsonl`
  world.worktree.write(logFile, (await world.log()).text())
  const tree = await world.worktree.snapshot(base, [file, logFile])
  // Wanted for the commit, once the candidate is verified.
  foreseeChange(world.git, { from: base, to: tree, without: logFile })
  return { type: 'candidate-built', tree }
}

async function bookkeeping(
  { attempt, history, report }: Building,
  { unit }: UnitSubject,
  world: World,
): Promise<Readonly<Record<string, FrontMatterValue>>> {
  const taken = { cost_usd: report.costUsd ?? null, duration_ms: Math.round(report.durationMs) }
  return {
    status: 'done',
    attempts: attempt,
    ...(report.costUsd === undefined || history.length > 0 ? {} : { cost_usd: report.costUsd }),
    ...(report.inputTokens === undefined ? {} : { input_tokens: report.inputTokens }),
    ...(report.outputTokens === undefined ? {} : { output_tokens: report.outputTokens }),
    duration_seconds: Math.round(report.durationMs) / 1000,
    ...lifetimeOf(world.readLog((await world.log()).text()).events, unit.id, taken),
    gate_set: setsOf(unit).join(' '),
    driver_version: world.version,
  }
}
