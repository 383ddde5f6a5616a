import type { EffectFailed, Interrupted } from '../../machine/failure.ts'
import { mayInterrupt, type Active, type Effect } from '../../machine/table.ts'
import type { UnitEvent, UnitState } from '../../machine/unit-state.ts'
import { unitTable } from '../../machine/unit-table.ts'
import type { UnitSubject, World } from '../world.ts'
import { blockUnit } from './block-unit.ts'
import { buildCandidate } from './build-candidate.ts'
import { checkOldOracle } from './check-old-oracle.ts'
import { discardAttempt } from './discard-attempt.ts'
import { judgeUnitChanges } from './judge-changes.ts'
import { createUnitCommit, moveRunRef, recordUnitCommit } from './land-commit.ts'
import { runAgent } from './run-agent.ts'
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

async function dispatch(
  state: Active<UnitState>,
  subject: UnitSubject,
  world: World,
): Promise<UnitEvent | Interrupted> {
  switch (state.at) {
    case 'writing-prompt':
      return writePrompt(state, subject, world)
    case 'running-agent':
      return runAgent(state, subject, world)
    case 'judging-changes':
      return judgeUnitChanges(state, subject, world)
    case 'building-candidate':
      return buildCandidate(state, subject, world)
    case 'verifying':
      return runVerification(state, subject, world)
    case 'checking-old-oracle':
      return checkOldOracle(state, subject, world)
    case 'committing':
      return createUnitCommit(state, subject, world)
    case 'moving-ref':
      return moveRunRef(state, subject, world)
    case 'recording-commit':
      return recordUnitCommit(state, subject, world)
    case 'discarding-attempt':
      return discardAttempt(state, subject, world)
    case 'blocking-unit':
      return blockUnit(state, subject, world)
  }
}
