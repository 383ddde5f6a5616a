import { createRunMark, endMarkedProcesses, type EndedProcess } from '@gatecycle/agents'
import { unitsOf } from '@gatecycle/plan-model'
import type { RunEvent } from '../../machine/run-state.ts'
import type { UnitState } from '../../machine/unit-state.ts'
import type { JournalContent } from '../../ports.ts'
import { resumeUnit, type Resumption, type UnitStart } from '../../policy/resume-unit.ts'
import { dropLeftovers, rescueWorktree } from '../unit/discard-attempt.ts'
import { recordUnitCommit } from '../unit/land-commit.ts'
import { createRunMarks } from '../../adapters/state/run-marks.ts'
import { closeCleanRoom } from '../../adapters/worktree/clean-room.ts'
import { isFastForwardUnfinished } from '../../adapters/checkout/fast-forward-record.ts'
import { branchRefOf, type World } from '../world.ts'
import { followBranch } from './follow-branch.ts'
import { publish } from './publish.ts'

interface Repair {
  readonly kind: string
  readonly detail: string
}

/** Finds what a dead driver left, ends its survivors, keeps its content, and says what it did. Safe to do twice. */
export async function reconcile(world: World): Promise<RunEvent> {
  const found = await world.journal.read()
  const ended = await endSurvivors(found?.intent.runMark, world)
  await world.worktree.adopt()
  await closeCleanRoom(`${world.paths.worktree}.clean`, world.git)
  const runRef = await followBranch(world)
  const repairs: Repair[] = ended.length === 0 ? [] : [toRepair(ended)]
  repairs.push(...(await finishFastForward(world)))
  if (found !== undefined) repairs.push(...(await repairUnit(found, runRef, world)))
  for (const { kind, detail } of repairs) world.report(`reconciled: ${kind}: ${detail}`)
  if (repairs.length > 0) {
    const log = await world.log()
    await log.append({
      correlation_id: world.featureId,
      event_type: 'reconciled',
      payload: { repairs: [...repairs] },
    })
  }
  return { type: 'reconciled' }
}

/** Whatever an earlier run has started, in a unit or before one, and did not end. */
async function endSurvivors(journaled: string | undefined, { paths, mark }: World): Promise<EndedProcess[]> {
  const marks = createRunMarks(paths.marks)
  const ended: EndedProcess[] = []
  for (const token of new Set([...marks.read(), ...(journaled === undefined ? [] : [journaled])])) {
    ended.push(...(await endMarkedProcesses(createRunMark(token), { graceMs: 1000 })))
    marks.remove(token)
  }
  marks.add(mark.token)
  return ended
}

/** A checkout in which a fast-forward died looks changed, and its index is held, until that is finished. */
async function finishFastForward(world: World): Promise<readonly Repair[]> {
  if (!isFastForwardUnfinished(world.commonGitDir, branchRefOf(world))) return []
  const publication = await publish(world)
  const detail =
    publication.kind === 'waiting'
      ? `not finished: ${publication.reason}`
      : `${world.branch} is brought up where it is checked out`
  return [{ kind: 'fast_forward', detail }]
}

function toRepair(ended: readonly EndedProcess[]): Repair {
  return { kind: 'survivors_ended', detail: ended.map(({ pid, name }) => `${name} (${pid})`).join(', ') }
}

async function repairUnit(
  { intent, start, events }: JournalContent,
  runRef: string,
  world: World,
): Promise<readonly Repair[]> {
  const plan = await world.planAt(runRef)
  const unit =
    plan.feature === undefined ? undefined : unitsOf(plan.feature).find(({ id }) => id === intent.unit)
  // `start` was written by run-unit.
  const begun = start as UnitStart
  const isSameArm =
    (await armOf(intent.base, intent.gate, world)) === (await armOf(runRef, intent.gate, world))
  const facts = { base: intent.base, runRef, statusAtRunRef: unit?.status, isSameArm }
  const resumption = resumeUnit(begun, events, facts)
  if (resumption.kind === 'finished') {
    await world.journal.clear()
    return []
  }
  if (resumption.kind === 'go-on') return goOn(resumption.state, intent, world)
  return keepContent(resumption, { intent, runRef, maxAttempts: begun.maxAttempts }, world)
}

/** A unit whose commit has landed is done for the gate, which will not come back to it: its books are closed here. */
async function goOn(
  state: UnitState,
  { unit, base }: JournalContent['intent'],
  world: World,
): Promise<readonly Repair[]> {
  if (state.at !== 'recording-commit') return [{ kind: state.at, detail: `${unit} goes on there` }]
  await recordUnitCommit(state, { unit: { id: unit }, base }, world)
  await world.journal.clear()
  return [{ kind: 'recording-commit', detail: `${unit} had landed as ${state.commit.slice(0, 10)}` }]
}

/** The arm that a gate has at a commit. */
async function armOf(commit: string, gate: number, world: World): Promise<string | undefined> {
  const { log } = await world.planAt(commit)
  return world
    .readLog(log)
    .events.flatMap((event) =>
      event.event_type === 'gate_armed' && event.payload.gate === gate ? [event.payload.arm_id] : [],
    )
    .at(-1)
}

interface Found {
  readonly intent: JournalContent['intent']
  readonly runRef: string
  readonly maxAttempts: number
}

async function keepContent(
  resumption: Extract<Resumption, { kind: 'foreign' | 'interrupted' | 'decided' }>,
  { intent, runRef, maxAttempts }: Found,
  world: World,
): Promise<readonly Repair[]> {
  const { attempt } = resumption
  const subject = { unit: { id: intent.unit }, base: intent.base }
  if (world.worktree.exists()) await world.worktree.ignored.unhide()
  const kept = world.worktree.exists()
    ? await rescueWorktree(world, subject, attempt, 'the driver died')
    : undefined
  if (world.worktree.exists()) {
    await world.worktree.putTo(intent.base)
    await dropLeftovers(world, `${intent.unit} attempt ${attempt}`)
  }
  if (resumption.kind === 'foreign') await world.journal.clear()
  else {
    // A verdict is written down on top of what somebody committed.
    const base = resumption.kind === 'decided' ? runRef : intent.base
    await world.journal.begin({ ...intent, base }, {
      state: resumption.state,
      maxAttempts,
    } satisfies UnitStart)
  }
  const where = kept === undefined ? 'it had changed nothing' : `its content is kept under ${kept.ref}`
  if (resumption.kind === 'decided')
    return [
      {
        kind: 'verdict_kept',
        detail: `${intent.unit} attempt ${attempt}: ${where}; its block is written down now`,
      },
    ]
  return [
    { kind: 'attempt_interrupted', detail: `${intent.unit} attempt ${attempt}: ${where}; it does not count` },
  ]
}
