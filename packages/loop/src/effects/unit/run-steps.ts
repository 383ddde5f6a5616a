import { matchesGlob } from '../../adapters/verification/match-glob.ts'
import { endAll } from '../../adapters/system/end-all.ts'
import type { CommandResult } from '../../policy/command-result.ts'
import { isHarmless, judgeSecondRun, refuseZeroTests } from '../../policy/judge-answers.ts'
import { judgeWaived, waiversFor, type Waiver } from '../../policy/red-entries.ts'
import { groupSteps } from '../../policy/step-groups.ts'
import type { VerificationStep } from '../../policy/verification-plan.ts'
import { verificationSettingsOf } from '../../policy/verification-settings.ts'
import type { TestSet } from '../../policy/test-sets.ts'
import { readSealed } from '../read-sealed.ts'
import type { UnitSubject, World } from '../world.ts'
import { logCommand } from './log-command.ts'
import { withOwnMark } from './with-own-mark.ts'
import { runStep, toSkipped, type StepPlace } from './run-step.ts'

/** Where and why steps are run. */
export interface StepRun extends StepPlace {
  /** What is being done, for people: `verifying`. */
  readonly doing: string
  /** What the unit changed: an entry with `when` runs only where one of its globs matches. Without it all run. */
  readonly changed?: readonly string[]
  /** Asked before each step but the first, and before one is run again: what one step changed is not what the next one is to look at. */
  readonly isIntact?: () => Promise<boolean>
}

/** Runs steps in order, neighbours that allow it together, and writes each answer into the log; undefined when a signal came. */
export async function runSteps(
  steps: readonly VerificationStep[],
  run: StepRun,
  subject: UnitSubject,
  world: World,
): Promise<readonly CommandResult[] | undefined> {
  const { failFast } = verificationSettingsOf(subject.plan.settings)
  const waivers = await readWaivers(subject, world)
  const judge = async (result: CommandResult): Promise<CommandResult> =>
    judgeWaived(refuseZeroTests(result, await setBefore(result, subject, world)), waivers)
  const place = { run, judge, subject, world }
  const results: CommandResult[] = []
  for (const [index, group] of groupSteps(steps).entries()) {
    if (index > 0 && (await run.isIntact?.()) === false) return results
    const bad = failFast ? results.find((result) => !isHarmless(result)) : undefined
    const why = bad === undefined ? undefined : `fail_fast: ${bad.set}/${bad.name} did not pass`
    const answers = await answerAll(group, why, place)
    for (const [at, step] of group.entries()) {
      const settled = await settle(step, answers[at], place)
      if (settled === undefined) return undefined
      results.push(settled)
    }
  }
  return results
}

/** The log is only read where a unit of the gate repairs something: a long one takes its time. */
async function readWaivers({ gate, unit }: UnitSubject, world: World): Promise<readonly Waiver[]> {
  if (gate.units.every(({ repairs }) => repairs.length === 0)) return []
  return waiversFor(readSealed(await world.log()), gate, unit)
}

/** What the same command ran before the unit; asked only where it matters. */
async function setBefore(
  { set, name, tests }: CommandResult,
  { base }: UnitSubject,
  world: World,
): Promise<TestSet | undefined> {
  if (tests?.mixed === undefined) return undefined
  const before = await world.testsBefore(base)
  return before?.sets.find(({ entry }) => entry === `${set}/${name}`)
}

interface Place {
  readonly run: StepRun
  /** What an answer means for this unit. */
  readonly judge: (result: CommandResult) => Promise<CommandResult>
  readonly subject: UnitSubject
  readonly world: World
}

async function answerAll(
  group: readonly VerificationStep[],
  why: string | undefined,
  place: Place,
): Promise<readonly CommandResult[]> {
  if (group.length === 1) return Promise.all(group.map(async (step) => answer(step, why, place)))
  const marked = async (step: VerificationStep, at: number): Promise<CommandResult> =>
    withOwnMark(at, place.world, async (mark) => answer(step, why, { ...place, run: { ...place.run, mark } }))
  return endAll(group.map(marked))
}

async function answer(
  step: VerificationStep,
  why: string | undefined,
  { run, judge, subject, world }: Place,
): Promise<CommandResult> {
  const reason = why ?? whySkipped(step, run)
  if (reason !== undefined) return toSkipped(step, reason)
  world.report(`${subject.unit.id} attempt ${run.attempt}: ${run.doing} ${step.set}/${step.name}`)
  return judge(await runStep(step, run, subject, world))
}

function whySkipped({ run: how }: VerificationStep, { changed }: StepRun): string | undefined {
  const when = how.kind === 'command' ? how.entry.when : undefined
  if (when === undefined || changed === undefined) return undefined
  const isTouched = changed.some((path) => matchesGlob(path, when))
  return isTouched ? undefined : `nothing that changed matches ${when.join(', ')}`
}

/** The answer as it stands in the log. A command that failed is run once more: an answer that differs says that neither is to be trusted. */
async function settle(
  step: VerificationStep,
  first: CommandResult | undefined,
  { run, judge, subject, world }: Place,
): Promise<CommandResult | undefined> {
  if (first === undefined || first.interrupted) return undefined
  await logCommand(first, run.attempt, subject.unit.id, world)
  if (first.answer !== 'failed' || step.run.kind === 'built-in') return first
  if ((await run.isIntact?.()) === false) return first
  world.report(`${subject.unit.id} attempt ${run.attempt}: ${step.set}/${step.name} failed: once more`)
  const again = { ...run, outputPrefix: `${run.outputPrefix}-again` }
  const second = await runStep(step, again, subject, world)
  if (second.interrupted) return undefined
  const { flaky } = verificationSettingsOf(subject.plan.settings)
  const judged = judgeSecondRun(first, await judge(second), flaky)
  await logCommand(judged, run.attempt, subject.unit.id, world)
  return judged
}
