import { AppError } from '@gatecycle/diagnostics'
import type { Config } from './config.ts'
import type { ConfigGroup, ConfigKey, ConfigNamed, ConfigTable } from './config-key.ts'
import { configTable } from './config-table.ts'
import { listSettings } from './list-settings.ts'
import { nearestHint } from './read-config-value.ts'
import type { EffectiveValue, Setting, Settings, SettingsTree } from './settings.ts'
import { toConfig } from './to-config.ts'

/** The configuration that counts, and for each of its values who said it. */
export interface EffectiveConfig {
  readonly config: Config
  /** By path, for example `timeouts.attempt` or `agents.claude.bin`, in the order of the table. */
  readonly origins: ReadonlyMap<string, EffectiveValue>
}

/**
 * What both files come to. The repository wins, but for the keys that are a person's own; of two profiles with one name
 * the winner counts whole. Throws an AppError CONFIG_INVALID when the chosen agent has no profile.
 */
export function mergeConfig(repository: Settings, personal: Settings): EffectiveConfig {
  const settings: Settings = mergeTables(configTable, repository, personal)
  checkAgent(settings)
  const origins = new Map(listSettings(configTable, settings).map((value) => [value.path, value]))
  return { config: toConfig(settings), origins }
}

function mergeTables(table: ConfigTable, repository: SettingsTree, personal: SettingsTree): SettingsTree {
  const merged = Object.entries(table).map(([key, spec]) => [
    key,
    mergeSpec(spec, repository[key], personal[key]),
  ])
  return Object.fromEntries(merged)
}

/** What stands at a key is of the kind that the table gives it: the parser has made it so. */
function mergeSpec(
  spec: ConfigKey | ConfigGroup | ConfigNamed,
  repository: unknown,
  personal: unknown,
): unknown {
  if ('shape' in spec) return spec.owner === 'person' ? (personal ?? repository) : (repository ?? personal)
  if ('keys' in spec)
    return mergeTables(spec.keys, (repository ?? {}) as SettingsTree, (personal ?? {}) as SettingsTree)
  const [theirs, ours] = [repository, personal].map(
    (named) => (named ?? new Map()) as ReadonlyMap<string, unknown>,
  )
  return new Map([...(theirs ?? []), ...[...(ours ?? [])].filter(([name]) => theirs?.has(name) !== true)])
}

function checkAgent({ agent, agents }: Settings): void {
  if (agent === undefined || agents?.has(agent.value) === true) return
  const hint = nearestHint(agent.value, agents?.keys() ?? [])
  throw new AppError(
    'CONFIG_INVALID',
    `${placeOf(agent)} agent "${agent.value}" has no profile under agents`,
    hint === undefined ? {} : { hint },
  )
}

function placeOf({ origin }: Setting<string>): string {
  return origin.from === 'default' ? 'default' : `${origin.file}:${origin.line}:${origin.column}`
}
