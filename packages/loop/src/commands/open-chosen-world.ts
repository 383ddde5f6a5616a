import type { Io } from '@gatecycle/diagnostics'
import { checkedOutBranch } from '../adapters/operator-checkout.ts'
import { neverStopping } from '../adapters/stopping.ts'
import type { Stopping, World } from '../effects/world.ts'
import { chooseFeature, openRepository } from './open-repository.ts'
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
  return openWorld({ io, repository, feature, command, report: reporter(io), stopping, onlyUnit })
}
