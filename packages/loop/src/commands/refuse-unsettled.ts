import { AppError, exitCodes } from '@gatecycle/diagnostics'
import { isThere } from '../adapters/system/file-facts.ts'
import type { World } from '../effects/world.ts'

/**
 * A run that died in the operator's checkout: what lies there is the agent's until the next run has kept it and given the checkout
 * back. Nobody decides about that as if it were their own. Throws an AppError IN_PLACE_UNSETTLED.
 */
export function refuseUnsettled({ paths, featureId }: Pick<World, 'paths' | 'featureId'>): void {
  if (!isThere(paths.inPlace)) return
  throw new AppError(
    'IN_PLACE_UNSETTLED',
    `a run of ${featureId} that died in its checkout has not given that back yet`,
    {
      hint: `loop run ${featureId}: it keeps what lies there, goes on, and gives the checkout back when it ends or is stopped; then type this again`,
      exitCode: exitCodes.treeInTheWay,
    },
  )
}
