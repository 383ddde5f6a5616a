import { findContainment, uncontained, type Containment } from '@gatecycle/agents'
import { AppError, exitCodes } from '@gatecycle/diagnostics'
import type { Config } from '../../config/config.ts'

/** How processes are kept in under a configuration. Throws an AppError CONTAINMENT_MISSING when this machine has no such level. */
export type ChooseContainment = (config: Pick<Config, 'containment'>) => Promise<Containment>

/** Chooses by trying, each level once; `path` is where programs are looked for. */
export function createContainmentChoice(path: string | undefined): ChooseContainment {
  let tried: Promise<Containment | undefined> | undefined
  return async ({ containment: asked }) => {
    if (asked === 'none') return uncontained
    tried ??= findContainment('process', path)
    const found = (await tried) ?? (asked === 'best' ? uncontained : undefined)
    if (found !== undefined) return found
    throw new AppError(
      'CONTAINMENT_MISSING',
      `containment: ${asked} is asked for, and this machine has no process namespaces`,
      {
        hint: 'it takes Linux, unshare (util-linux) and a kernel that lets this user make namespaces; `containment: best` takes what is there, and says so',
        exitCode: exitCodes.environment,
      },
    )
  }
}
