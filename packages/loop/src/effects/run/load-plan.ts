import { renderOneLine } from '@gatecycle/diagnostics'
import type { RunEvent } from '../../machine/run-state.ts'
import { runRefCommit } from '../current-plan.ts'
import type { World } from '../world.ts'

/** The linter's own code says whether the plan can be run. */
export async function loadPlan(world: World): Promise<RunEvent> {
  const plan = await world.planAt(await runRefCommit(world))
  const errors = plan.diagnostics.filter(({ severity }) => severity === 'error')
  for (const diagnostic of errors) world.report(renderOneLine(diagnostic))
  if (errors.length > 0) return { type: 'plan-refused', errors: errors.length }
  return { type: 'plan-loaded' }
}
