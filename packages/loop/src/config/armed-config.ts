import type { Config } from './config.ts'

/**
 * The parts of the effective configuration that decide what a gate runs under, by the names they have in a refusal.
 * `asked` is what its units name as their agent. Of the profiles only those count that are used: to mend another one
 * takes no permission back.
 */
export function armedConfigOf(
  {
    agent,
    agents,
    containment,
    env,
    isolation,
    timeouts,
    limits,
    commit,
    attempts,
    oracle_surface: surface,
  }: Config,
  asked: readonly (string | undefined)[],
): Readonly<Record<string, unknown>> {
  const used = new Set(asked.map((name) => name ?? agent))
  const profiles = [...agents].filter(([name]) => used.has(name))
  return {
    ...(asked.includes(undefined) ? { 'config agent': agent } : {}),
    ...Object.fromEntries(profiles.map(([name, profile]) => [`config agents.${name}`, profile])),
    'config containment': containment,
    'config env': env,
    'config isolation': isolation,
    'config timeouts': timeouts,
    'config limits': limits,
    'config commit': commit,
    'config attempts': attempts,
    'config oracle_surface': surface,
  }
}
