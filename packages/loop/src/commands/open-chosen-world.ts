import type { Io } from '@gatecycle/diagnostics'
import { checkedOutBranch } from '../adapters/checkout/operator-checkout.ts'
import { neverStopping } from '../adapters/system/stopping.ts'
import type { Stopping, World } from '../effects/world.ts'
import { statePathsOf } from '../adapters/state/state-paths.ts'
import type { Isolation } from '../policy/isolation.ts'
import { chooseIsolation } from './choose-isolation.ts'
import { chooseFeature, openRepository, type FeatureEntry, type Repository } from './open-repository.ts'
import { openWorld } from './open-world.ts'
import type { CommonOptions } from './options.ts'
import { reporter } from './reporter.ts'

/** The world of the feature that a command is about: how every command that works on one feature begins. Writes nothing. */
export async function openChosenWorld(
  io: Io,
  { feature: name, root }: CommonOptions,
  command: string,
  {
    stopping = neverStopping,
    onlyUnit,
  }: { readonly stopping?: Stopping; readonly onlyUnit?: string | undefined } = {},
): Promise<World> {
  const repository = await openRepository(io, root)
  const feature = chooseFeature(repository.features, name, await checkedOutBranch(repository.git))
  const isolation = command === 'loop run' ? await isolationOf(io, repository, feature) : 'worktree'
  return openWorld({ io, repository, feature, command, report: reporter(io), stopping, onlyUnit, isolation })
}

/** Only a run works in a checkout; the other commands make their commits elsewhere, and bring them there as a run of a worktree does. */
async function isolationOf(io: Io, repository: Repository, feature: FeatureEntry): Promise<Isolation> {
  const { commonGitDir, stateRoot } = repository
  const { inPlace } = statePathsOf({ commonGitDir, stateRoot, feature: feature.id, env: io.env })
  return chooseIsolation(repository, feature, { inPlace, env: io.env })
}
