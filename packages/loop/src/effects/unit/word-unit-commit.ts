import type { MessageParts } from '../../policy/unit-message.ts'
import { wordCommit, type UnitCommitFacts } from '../../policy/commit-message.ts'
import { oracleSettingsOf } from '../../policy/oracle-settings.ts'
import { worktreeNeedsOf } from '../../policy/worktree-needs.ts'
import type { UnitSubject } from '../world.ts'
import { agentProfileOf, tuningOf } from './agent-profile.ts'

type Known = Pick<
  UnitCommitFacts,
  'attempt' | 'verification' | 'tree' | 'change' | 'eventLog' | 'costUsd' | 'containment'
>

/** The words of a unit's commit, for an attempt that passed or to try them on a hook. */
export function wordUnitCommit(subject: UnitSubject, known: Known): MessageParts {
  const { unit, gate, plan, armId, planDigest } = subject
  const profile = agentProfileOf(subject)
  const tuning = tuningOf(unit, profile)
  const needs = worktreeNeedsOf(plan.settings)
  const isInPlace = plan.config.isolation === 'in_place'
  const { cleanRoom } = oracleSettingsOf(plan.settings)
  return wordCommit({
    ...known,
    unit,
    template: plan.config.commit.subject,
    gate: gate.number,
    agent: `${profile.name} (${profile.preset}) ${tuning.model} ${tuning.effort}`,
    armId,
    planDigest,
    sharesIgnored: !cleanRoom && (isInPlace || [...needs.link, ...needs.copy].length > 0),
    cleanRoom,
  })
}
