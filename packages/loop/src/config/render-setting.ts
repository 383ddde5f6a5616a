import { filterEnvironment } from '@gatecycle/agents'
import type { ConfigValue } from './config-key.ts'
import type { EffectiveValue, Origin } from './settings.ts'

/** A value in one line, as config.yml could say it. */
export function renderSetting({ value }: EffectiveValue): string {
  const shown = hideSecrets(value)
  if (shown === undefined) return '(none)'
  if (typeof shown !== 'object') return String(shown)
  if (Array.isArray(shown)) return `[${shown.join(', ')}]`
  return `{${Object.entries(shown)
    .map(([name, text]) => `${name}: ${text}`)
    .join(', ')}}`
}

/** `default`, or `repository .gatecycle/config.yml:3`. */
export function renderOrigin(origin: Origin): string {
  return origin.from === 'default' ? 'default' : `${origin.from} ${origin.file}:${origin.line}`
}

/** The value without the variables whose names look like secrets: what a terminal shows is copied into reports. */
export function hideSecrets(value: ConfigValue | undefined): ConfigValue | undefined {
  if (typeof value !== 'object' || isList(value)) return value
  const { withheld } = filterEnvironment(value, { pass: [], drop: [] })
  const entries = Object.entries(value).map(([name, text]) => [
    name,
    withheld.includes(name) ? '(hidden)' : text,
  ])
  return Object.fromEntries(entries) as Readonly<Record<string, string>>
}

function isList(value: ConfigValue): value is readonly string[] {
  return Array.isArray(value)
}
