import { AppError, exitCodes } from '@gatecycle/diagnostics'
import type { Feature } from '@gatecycle/plan-model'
import type { LoadedPlan } from '../adapters/plan/plan-reader.ts'
import { resolveCommit } from '../adapters/objects/repository.ts'
import { runRefOf, type World } from './world.ts'

/** The commit that the run ref names now. */
export async function runRefCommit(world: World): Promise<string> {
  const commit = await resolveCommit(world.git, runRefOf(world))
  if (commit !== undefined) return commit
  throw new AppError('RUN_REF_GONE', `${runRefOf(world)} is gone`, {
    hint: 'run the same command again: it starts from the feature branch',
    exitCode: exitCodes.damaged,
  })
}

/** The feature as the run ref has it. The linter has already refused what cannot be read. */
export async function currentPlan(
  world: World,
): Promise<{ readonly plan: LoadedPlan; readonly feature: Feature }> {
  const plan = await world.planAt(await runRefCommit(world))
  if (plan.feature !== undefined) return { plan, feature: plan.feature }
  const first = plan.diagnostics.find(({ severity }) => severity === 'error')
  throw new AppError(
    'PLAN_BROKEN',
    `the plan at ${plan.commit.slice(0, 10)} has errors: ${first?.file}: ${first?.message}`,
    {
      hint: 'plan-lint lists them all',
      exitCode: exitCodes.refused,
    },
  )
}
