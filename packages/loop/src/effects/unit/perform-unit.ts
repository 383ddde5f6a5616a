import type { EffectFailed, Interrupted } from '../../machine/failure.ts'
import { mayInterrupt, type Active, type Effect } from '../../machine/table.ts'
import type { UnitEvent, UnitState } from '../../machine/unit-state.ts'
import { unitTable } from '../../machine/unit-table.ts'
import type { UnitSubject, World } from '../world.ts'
import { blockUnit } from './block-unit.ts'
import { buildCandidate } from './build-candidate.ts'
import { checkOldOracle } from './check-old-oracle.ts'
import { checkRed } from './check-red.ts'
import { discardAttempt } from './discard-attempt.ts'
import { judgeUnitChanges } from './judge-changes.ts'
import { createUnitCommit, moveRunRef, recordUnitCommit } from './land-commit.ts'
import { prepareUnit } from './prepare-unit.ts'
import { runAgent } from './run-agent.ts'
import { runHooks } from './run-hooks.ts'
import { runVerification } from './run-verification.ts'
import { writePrompt } from './write-prompt.ts'

/** Performs one effect of a unit. Expected failures come back as events through the caller. */
export async function performUnit(
  { state }: Effect<UnitState>,
  subject: UnitSubject,
  world: World,
): Promise<UnitEvent | Interrupted | EffectFailed> {
  const reason = world.stopping.reason()
  if (reason !== undefined && mayInterrupt(unitTable, state.at))
    return { type: 'interrupted', signal: reason }
  return dispatch(state, subject, world)
}

type Perform<State> = (state: State, subject: UnitSubject, world: World) => Promise<UnitEvent | Interrupted>

const performers: { readonly [A in Active<UnitState>['at']]: Perform<Extract<UnitState, { at: A }>> } = {
  'preparing-unit': prepareUnit,
  'writing-prompt': writePrompt,
  'running-agent': runAgent,
  'judging-changes': judgeUnitChanges,
  'running-hooks': runHooks,
  'building-candidate': buildCandidate,
  verifying: runVerification,
  'checking-old-oracle': checkOldOracle,
  'checking-red': checkRed,
  committing: createUnitCommit,
  'moving-ref': moveRunRef,
  'recording-commit': recordUnitCommit,
  'discarding-attempt': discardAttempt,
  'blocking-unit': blockUnit,
}

async function dispatch(
  state: Active<UnitState>,
  subject: UnitSubject,
  world: World,
): Promise<UnitEvent | Interrupted> {
  // The table gives each state the performer of that state; TypeScript sees only the union of both.
  const perform = performers[state.at] as Perform<Active<UnitState>>
  return perform(state, subject, world)
}
