import type { EffectFailed, Interrupted } from '../../machine/failure.ts'
import type { UnitEffect } from '../../machine/unit-effect.ts'
import type { UnitEvent } from '../../machine/unit-event.ts'
import type { UnitSubject, World } from '../world.ts'
import { blockUnit } from './block-unit.ts'
import { buildCandidate } from './build-candidate.ts'
import { discardAttempt } from './discard-attempt.ts'
import { judgeUnitChanges } from './judge-changes.ts'
import { createUnitCommit, moveRunRef, recordUnitCommit } from './land-commit.ts'
import { runAgent } from './run-agent.ts'
import { runVerification } from './run-verification.ts'
import { writePrompt } from './write-prompt.ts'

/** Effects that a signal may keep from starting; the others are short and are always finished. */
const interruptible: ReadonlySet<UnitEffect['do']> = new Set([
  'write-prompt',
  'run-agent',
  'judge-changes',
  'build-candidate',
  'run-verification',
])

/** Performs one effect of a unit. Expected failures come back as events through the caller. */
export async function performUnit(
  effect: UnitEffect,
  subject: UnitSubject,
  world: World,
): Promise<UnitEvent | Interrupted | EffectFailed> {
  const reason = world.stopping.reason()
  if (reason !== undefined && interruptible.has(effect.do)) return { type: 'interrupted', signal: reason }
  return dispatch(effect, subject, world)
}

async function dispatch(
  effect: UnitEffect,
  subject: UnitSubject,
  world: World,
): Promise<UnitEvent | Interrupted> {
  switch (effect.do) {
    case 'write-prompt':
      return writePrompt(effect.state, subject, world)
    case 'run-agent':
      return runAgent(effect.state, subject, world)
    case 'judge-changes':
      return judgeUnitChanges(effect.state, subject, world)
    case 'build-candidate':
      return buildCandidate(effect.state, subject, world)
    case 'run-verification':
      return runVerification(effect.state, subject, world)
    case 'create-commit':
      return createUnitCommit(effect.state, subject, world)
    case 'move-ref':
      return moveRunRef(effect.state, subject, world)
    case 'record-commit':
      return recordUnitCommit(effect.state, subject, world)
    case 'discard-attempt':
      return discardAttempt(effect.state, subject, world)
    case 'block-unit':
      return blockUnit(effect.state, subject, world)
  }
}
