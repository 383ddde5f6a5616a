import type { AgentProfile } from '@gatecycle/agents'
import { AppError } from '@gatecycle/diagnostics'
import {
  createSourceText,
  parseYaml,
  toPlain,
  type YamlEntry,
  type YamlMapping,
  type YamlValue,
} from '@gatecycle/plan-model'
import { emptyConfig, type Config } from './config.ts'
import {
  checkKeys,
  countAt,
  mappingAt,
  minutesAt,
  nearestHint,
  textAt,
  textsAt,
  toMapping,
  valueAt,
  type Fail,
} from './read-config-value.ts'

/** The keys that are read, by where they stand. A key that nobody reads is an error, with the nearest that is. */
const keys = {
  config: ['agent', 'agents', 'env', 'timeouts', 'attempts'],
  profile: ['preset', 'bin', 'args', 'model', 'effort', 'env', 'pass'],
  env: ['pass', 'drop'],
  timeouts: ['attempt', 'silence'],
} as const

/** Reads config.yml; `path` is how it is shown. Throws an AppError CONFIG_INVALID with the place. */
export function parseConfig(text: string, path: string): Config {
  const fail: Fail = (message, { start }, hint) => {
    throw new AppError(
      'CONFIG_INVALID',
      `${path}:${start.line}:${start.column} ${message}`,
      hint === undefined ? {} : { hint },
    )
  }
  const reading = parseYaml(createSourceText(text))
  if (!reading.ok) return fail(reading.problem.message, reading.problem.range)
  const { value } = reading
  if (value.kind === 'scalar' && value.value === undefined) return emptyConfig
  const file = toMapping(value, 'the configuration', fail)
  checkKeys(file, keys.config, fail)
  const env = mappingAt(file, 'env', keys.env, fail)
  const timeouts = mappingAt(file, 'timeouts', keys.timeouts, fail)
  const agents = readAgents(valueAt(file, 'agents'), fail)
  const agent = textAt(file, 'agent', fail)
  if (agent !== undefined && !agents.has(agent.value)) {
    fail(
      `agent "${agent.value}" has no profile under agents`,
      agent.range,
      nearestHint(agent.value, agents.keys()),
    )
  }
  return {
    agent: agent?.value,
    agents,
    env: { pass: textsAt(env, 'pass', fail), drop: textsAt(env, 'drop', fail) },
    timeouts: {
      attempt: minutesAt(timeouts, 'attempt', fail) ?? emptyConfig.timeouts.attempt,
      silence: minutesAt(timeouts, 'silence', fail) ?? emptyConfig.timeouts.silence,
    },
    attempts: countAt(file, 'attempts', fail),
  }
}

function readAgents(value: YamlValue | undefined, fail: Fail): ReadonlyMap<string, AgentProfile> {
  if (value === undefined) return new Map()
  const { entries } = toMapping(value, 'agents', fail)
  return new Map(entries.map((entry) => [entry.key, readProfile(entry, fail)]))
}

function readProfile({ key: name, value, keyRange }: YamlEntry, fail: Fail): AgentProfile {
  const profile = toMapping(value, `agent "${name}"`, fail)
  checkKeys(profile, keys.profile, fail)
  const preset = textAt(profile, 'preset', fail)
  const bin = textAt(profile, 'bin', fail)
  if (preset === undefined)
    return fail(`agent "${name}" names no preset`, keyRange, 'for example `preset: command`')
  if (bin === undefined) return fail(`agent "${name}" names no program`, keyRange, 'for example `bin: node`')
  const model = textAt(profile, 'model', fail)?.value
  const effort = textAt(profile, 'effort', fail)?.value
  const env = valueAt(profile, 'env')
  return {
    name,
    preset: preset.value,
    bin: bin.value,
    args: textsAt(profile, 'args', fail),
    env: env === undefined ? {} : readVariables(toMapping(env, `env of agent "${name}"`, fail), fail),
    pass: textsAt(profile, 'pass', fail),
    ...(model === undefined ? {} : { model }),
    ...(effort === undefined ? {} : { effort }),
  }
}

function readVariables(mapping: YamlMapping, fail: Fail): Readonly<Record<string, string>> {
  return Object.fromEntries(
    mapping.entries.map(({ key, value }) => {
      if (value.kind !== 'scalar') fail(`${key} must be a text`, value.range)
      return [key, String(toPlain(value) ?? '')]
    }),
  )
}
