import type { AgentProfile } from '@gatecycle/agents'
import { AppError, nearest, type Range } from '@gatecycle/diagnostics'
import {
  createSourceText,
  entryOf,
  numberOf,
  parseYaml,
  textOf,
  textsOf,
  toPlain,
  type YamlEntry,
  type YamlMapping,
  type YamlValue,
} from '@gatecycle/plan-model'
import { emptyConfig, type Config } from './config.ts'

/** The keys that are read, by where they stand. A key that nobody reads is an error, with the nearest that is. */
const keys = {
  config: ['agent', 'agents', 'env', 'timeouts', 'attempts'],
  profile: ['preset', 'bin', 'args', 'model', 'effort', 'env', 'pass'],
  env: ['pass', 'drop'],
  timeouts: ['attempt', 'silence'],
} as const

type Fail = (message: string, range: Range, hint?: string) => never

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
  const agents = readAgents(entryOf(file, 'agents')?.value, fail)
  const agent = textOf(file, 'agent')
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
    env: { pass: textsAt(env, 'pass'), drop: textsAt(env, 'drop') },
    timeouts: {
      attempt: positiveAt(timeouts, 'attempt', fail) ?? emptyConfig.timeouts.attempt,
      silence: positiveAt(timeouts, 'silence', fail) ?? emptyConfig.timeouts.silence,
    },
    attempts: positiveAt(file, 'attempts', fail),
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
  const preset = textOf(profile, 'preset')
  const bin = textOf(profile, 'bin')
  if (preset === undefined)
    return fail(`agent "${name}" names no preset`, keyRange, 'for example `preset: command`')
  if (bin === undefined) return fail(`agent "${name}" names no program`, keyRange, 'for example `bin: node`')
  const model = textOf(profile, 'model')?.value
  const effort = textOf(profile, 'effort')?.value
  const env = entryOf(profile, 'env')?.value
  return {
    name,
    preset: preset.value,
    bin: bin.value,
    args: textsAt(profile, 'args'),
    env: env === undefined ? {} : readVariables(toMapping(env, `env of agent "${name}"`, fail)),
    pass: textsAt(profile, 'pass'),
    ...(model === undefined ? {} : { model }),
    ...(effort === undefined ? {} : { effort }),
  }
}

function readVariables({ entries }: YamlMapping): Readonly<Record<string, string>> {
  return Object.fromEntries(entries.map(({ key, value }) => [key, String(toPlain(value) ?? '')]))
}

function toMapping(value: YamlValue, what: string, fail: Fail): YamlMapping {
  return value.kind === 'mapping' ? value : fail(`${what} is not a mapping`, value.range)
}

function mappingAt(
  file: YamlMapping,
  key: string,
  known: readonly string[],
  fail: Fail,
): YamlMapping | undefined {
  const value = entryOf(file, key)?.value
  if (value === undefined) return undefined
  const mapping = toMapping(value, key, fail)
  checkKeys(mapping, known, fail)
  return mapping
}

function checkKeys({ entries }: YamlMapping, known: readonly string[], fail: Fail): void {
  for (const { key, keyRange } of entries) {
    if (!known.includes(key))
      fail(`unknown key "${key}"; known here: ${known.join(', ')}`, keyRange, nearestHint(key, known))
  }
}

function nearestHint(word: string, candidates: Iterable<string>): string | undefined {
  const near = nearest(word, candidates)
  return near === undefined ? undefined : `did you mean "${near}"?`
}

function textsAt(mapping: YamlMapping | undefined, key: string): readonly string[] {
  return textsOf(mapping, key).map(({ value }) => value)
}

function positiveAt(mapping: YamlMapping | undefined, key: string, fail: Fail): number | undefined {
  const entry = entryOf(mapping, key)
  if (entry === undefined) return undefined
  const number = numberOf(mapping, key)
  if (number !== undefined && number.value > 0) return number.value
  return fail(`${key} must be a number above 0`, entry.value.range)
}
