import type { AgentProfile } from '@gatecycle/agents'

/** config.yml with every default filled in. */
export interface Config {
  /** The profile that units get which name none. */
  readonly agent: string | undefined
  readonly agents: ReadonlyMap<string, AgentProfile>
  readonly env: { readonly pass: readonly string[]; readonly drop: readonly string[] }
  /** Minutes. */
  readonly timeouts: { readonly attempt: number; readonly silence: number }
  readonly attempts: number | undefined
}

export const emptyConfig: Config = {
  agent: undefined,
  agents: new Map(),
  env: { pass: [], drop: [] },
  timeouts: { attempt: 60, silence: 20 },
  attempts: undefined,
}

/** The parts of the configuration that decide what an armed gate runs under: they are part of what is armed. */
export function armedConfigOf({
  agent,
  agents,
  env,
  timeouts,
  attempts,
}: Config): Readonly<Record<string, unknown>> {
  return { agent, agents: Object.fromEntries(agents), env, timeouts, attempts }
}
