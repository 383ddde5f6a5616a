import type { AgentProfile } from '@gatecycle/agents'
import type { Config } from './config.ts'
import { configTable } from './config-table.ts'
import type { Settings } from './settings.ts'

type ProfileSettings = NonNullable<Settings['agents']> extends ReadonlyMap<string, infer P> ? P : never

const { env, timeouts, agents: profiles } = configTable

/** The settings as the driver uses them, with the defaults of the table. */
export function toConfig(settings: Settings): Config {
  return {
    agent: settings.agent?.value,
    agents: new Map([...(settings.agents ?? [])].map(([name, profile]) => [name, toProfile(name, profile)])),
    env: {
      pass: settings.env?.pass?.value ?? env.keys.pass.default,
      drop: settings.env?.drop?.value ?? env.keys.drop.default,
    },
    timeouts: {
      attempt: settings.timeouts?.attempt?.value ?? timeouts.keys.attempt.default,
      silence: settings.timeouts?.silence?.value ?? timeouts.keys.silence.default,
    },
    attempts: settings.attempts?.value,
  }
}

function toProfile(name: string, profile: ProfileSettings): AgentProfile {
  const { preset, bin, args, model, effort, env: variables, pass } = profile
  const { named } = profiles
  return {
    name,
    // The parser refuses a profile without these two.
    preset: preset?.value ?? '',
    bin: bin?.value ?? '',
    args: args?.value ?? named.args.default,
    env: variables?.value ?? named.env.default,
    pass: pass?.value ?? named.pass.default,
    ...(model === undefined ? {} : { model: model.value }),
    ...(effort === undefined ? {} : { effort: effort.value }),
  }
}
