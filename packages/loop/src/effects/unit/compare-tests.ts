import type { EventPayloads } from '@gatecycle/event-schema'
import type { CommandResult } from '../../policy/command-result.ts'
import { describeShrinkage, isDeclared, shrinkageOf, type Shrinkage } from '../../policy/test-shrinkage.ts'
import { mergeTestSets, testSetsOf } from '../../policy/test-sets.ts'
import { verificationSettingsOf } from '../../policy/verification-settings.ts'
import type { UnitSubject, World } from '../world.ts'

/** A candidate that passed, with its answers. */
export interface Passed {
  readonly tree: string
  readonly attempt: number
  readonly results: readonly CommandResult[]
}

/**
 * Holds the tests that ran on a candidate against those before it, and writes down what is gone. Gives back what refuses the candidate,
 * as sentences: only undeclared losses under `tests_may_shrink: stop`. Otherwise the tests are kept for the unit that comes next.
 */
export async function compareTests(
  { tree, attempt, results }: Passed,
  { unit, plan, base }: UnitSubject,
  world: World,
): Promise<readonly string[]> {
  const now = testSetsOf(results)
  const before = await world.testsBefore(base)
  const then = before?.sets ?? []
  if (now.length + then.length === 0) return []
  const answered = results
    .filter(({ answer }) => answer !== 'skipped')
    .map(({ set, name }) => `${set}/${name}`)
  const shrunk = shrinkageOf(then, now, new Set(answered))
  const judged = shrunk.map((one) => ({ ...one, declared: isDeclared(one, unit.removesTests) }))
  const policy = verificationSettingsOf(plan.settings).testsMayShrink
  if (shrunk.length > 0 || before === undefined) {
    const payload = { attempt, tree, base: before?.tree ?? null, policy, shrunk: judged.map(toPayload) }
    const log = await world.log()
    await log.append({ correlation_id: unit.id, event_type: 'tests_compared', payload })
  }
  const refused = policy === 'stop' ? judged.filter(({ declared }) => !declared).map(describeShrinkage) : []
  if (refused.length === 0) world.testSets.write(tree, mergeTestSets(then, now))
  return refused
}

type Told = EventPayloads['tests_compared']['shrunk'][number]

function toPayload({ after, lost, silenced, ...one }: Shrinkage & { readonly declared: boolean }): Told {
  return {
    ...one,
    after: after ?? null,
    lost: lost.slice(0, mostNames),
    silenced: silenced.slice(0, mostNames),
  }
}

const mostNames = 200
