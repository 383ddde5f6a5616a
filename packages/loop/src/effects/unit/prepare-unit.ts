import { join } from 'node:path'
import { digestData } from '@gatecycle/plan-model'
import { readIfThere, replaceDurably } from '../../adapters/system/durable-file.ts'
import { readTexts } from '../../adapters/objects/repository.ts'
import type { Interrupted } from '../../machine/failure.ts'
import type { UnitEvent, UnitState } from '../../machine/unit-state.ts'
import { commandOf } from '../../policy/command-result.ts'
import { describeFailures } from '../../policy/failure-evidence.ts'
import { isHarmless } from '../../policy/judge-answers.ts'
import { namedFiles } from '../../policy/surface/named-scripts.ts'
import { trimText } from '../../policy/trim-text.ts'
import { redStepOf, stepsOfSet, type VerificationStep } from '../../policy/verification-plan.ts'
import type { UnitSubject, World } from '../world.ts'
import { runSteps } from './run-steps.ts'

type Preparing = Extract<UnitState, { at: 'preparing-unit' }>

/** Output of an oracle, for the prompt. */
export interface CapturedOutput {
  readonly command: string
  readonly output: string
}

/** Before anybody is paid: what has to be there is, the unit's own test is red, and what the agent shall see is captured. */
export async function prepareUnit(
  state: Preparing,
  subject: UnitSubject,
  world: World,
): Promise<UnitEvent | Interrupted> {
  const { unit } = subject
  await world.testsBefore(subject.base)
  if (unit.prep.length + unit.oracles.length > 0 || unit.red !== undefined)
    await world.worktree.putTo(subject.base)
  const order = [prepare, tryRed, captureOracles]
  for (const step of order) {
    const event = await step(state, subject, world)
    if (event !== undefined) return event
  }
  return { type: 'unit-prepared' }
}

type Step = (
  state: Preparing,
  subject: UnitSubject,
  world: World,
) => Promise<UnitEvent | Interrupted | undefined>

/** The first command that does not pass ends it: what follows may need what it makes. */
const prepare: Step = async ({ attempt }, subject, world) => {
  const { unit, plan } = subject
  for (const step of unit.prep.flatMap((set) => stepsOfSet(set, plan.verification, plan.path))) {
    const results = await runAt(step, { attempt, doing: 'preparing' }, subject, world)
    if (results === undefined) return interrupted(world)
    if (results.every(isHarmless)) continue
    const { summary, evidence } = describeFailures(results)
    return { type: 'preparation-failed', summary: `prep of ${unit.id}: ${summary}`, evidence }
  }
  return undefined
}

/** Only where every file that the command names is there already: else it cannot say anything yet. */
const tryRed: Step = async ({ attempt }, subject, world) => {
  const { unit, plan, base } = subject
  const step = redStepOf(unit, plan.path)
  if (step === undefined) return undefined
  const named = [...namedFiles([step])]
  const there = await readTexts(world.git, base, named)
  if (named.length === 0 || there.size < named.length) return undefined
  const results = await runAt(step, { attempt, doing: 'trying before the work' }, subject, world)
  if (results === undefined) return interrupted(world)
  const [result] = results
  if (result === undefined || result.answer === 'failed' || result.answer === 'no_tests') return undefined
  const { evidence, summary } = describeFailures(results)
  if (result.answer !== 'passed') {
    return { type: 'preparation-failed', summary: `red of ${unit.id} cannot be tried: ${summary}`, evidence }
  }
  const told = `red of ${unit.id} passes before any work (exit ${result.exit ?? 0}): ${commandOf(result)}. It cannot show what the unit adds: name a test that fails without it, or take the key out`
  return { type: 'red-is-green', summary: told, evidence: trimText(result.output) }
}

/** Once for a unit and its base, whatever the commands answer: the output is what is wanted. */
const captureOracles: Step = async ({ attempt }, subject, world) => {
  const { unit, plan } = subject
  if (unit.oracles.length === 0 || readCaptured(subject, world) !== undefined) return undefined
  const captured: CapturedOutput[] = []
  for (const step of unit.oracles.flatMap((set) => stepsOfSet(set, plan.verification, plan.path))) {
    const results = await runAt(step, { attempt, doing: 'capturing' }, subject, world)
    if (results === undefined) return interrupted(world)
    for (const result of results)
      captured.push({ command: commandOf(result), output: trimText(result.output) })
  }
  replaceDurably(capturedFile(subject, world), JSON.stringify({ key: keyOf(subject), captured }))
  return undefined
}

/** What the unit's oracles said on its base; undefined when they were not asked yet. */
export function readCaptured(subject: UnitSubject, world: World): readonly CapturedOutput[] | undefined {
  try {
    // Written above; anything else is as good as nothing.
    const { key, captured } = JSON.parse(readIfThere(capturedFile(subject, world)) ?? '{}') as {
      readonly key?: string
      readonly captured?: readonly CapturedOutput[]
    }
    return key === keyOf(subject) ? captured : undefined
  } catch {
    return undefined
  }
}

function keyOf({ unit, plan, base }: UnitSubject): string {
  return digestData({ base, sets: unit.oracles.map((set) => plan.verification.sets.get(set)) })
}

function capturedFile({ unit }: UnitSubject, { paths }: World): string {
  return join(paths.runs, `captured-${unit.id.replaceAll('/', '-')}.json`)
}

async function runAt(
  step: VerificationStep,
  { attempt, doing }: { readonly attempt: number; readonly doing: string },
  subject: UnitSubject,
  world: World,
): ReturnType<typeof runSteps> {
  const directory = world.worktree.path
  return runSteps([step], { attempt, doing, directory, outputPrefix: 'before' }, subject, world)
}

function interrupted(world: World): Interrupted {
  return { type: 'interrupted', signal: world.stopping.reason() ?? 'SIGTERM' }
}
