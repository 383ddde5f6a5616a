import type { Range } from '@gatecycle/diagnostics'
import type { TextProblem } from './parse-yaml.ts'
import { parseYaml } from './parse-yaml.ts'
import { createSourceText } from './source-text.ts'
import { verificationSettings } from './verification-keys.ts'
import { defaultTimeoutSeconds, readEntries, type VerificationEntry } from './verification-entry.ts'
import { entryOf, numberOf, toPlain, type YamlEntry, type YamlMapping } from './yaml-value.ts'

/** verification.yml as data: its sets by name, in order, and what is wrong with it. */
export interface Verification {
  readonly sets: ReadonlyMap<string, readonly VerificationEntry[]>
  /** Where each set is declared: its key. */
  readonly places: ReadonlyMap<string, Range>
  /** The keys that are settings, not sets. */
  readonly settings?: readonly YamlEntry[]
  readonly problems: readonly TextProblem[]
}

/** Reads verification.yml. Never throws: an entry that cannot be run is a problem, and is left out of its set. */
export function parseVerification(text: string): Verification {
  const reading = parseYaml(createSourceText(text))
  if (!reading.ok) return { sets: new Map(), places: new Map(), problems: [reading.problem] }
  const { value } = reading
  if (value.kind !== 'mapping') {
    return {
      sets: new Map(),
      places: new Map(),
      problems: [{ message: 'verification.yml is not a mapping of sets', range: value.range }],
    }
  }
  return readSets(value)
}

function readSets(file: YamlMapping): Verification {
  const problems: TextProblem[] = []
  const timeout = defaultTimeoutOf(file)
  const sets = new Map<string, readonly VerificationEntry[]>()
  const places = new Map<string, Range>()
  for (const { key, keyRange, value } of file.entries) {
    // A set-up command that cannot be read would silently not be run.
    if (key === 'setup') readEntries(key, value, timeout, problems)
    if (Object.hasOwn(verificationSettings, key)) continue
    places.set(key, keyRange)
    sets.set(key, readEntries(key, value, timeout, problems))
  }
  const settings = file.entries.filter(({ key }) => Object.hasOwn(verificationSettings, key))
  problems.push(...settings.flatMap(checkSetting))
  return { sets, places, settings, problems }
}

/** Seconds for entries that say none, wherever they are written. */
export function defaultTimeoutOf(file: YamlMapping | undefined): number {
  const defaults = entryOf(file, 'defaults')?.value
  return defaults?.kind === 'mapping'
    ? (numberOf(defaults, 'timeout')?.value ?? defaultTimeoutSeconds)
    : defaultTimeoutSeconds
}

/** A setting that cannot be read would silently be its default. */
function checkSetting({ key, value }: YamlEntry): readonly TextProblem[] {
  const { shape, values = [] } = verificationSettings[key] ?? {}
  const plain = toPlain(value)
  if (plain === undefined || !(shape === 'flag' || shape === 'choice')) return []
  const allowed: readonly unknown[] = shape === 'flag' ? [true, false] : values
  if (allowed.includes(plain)) return []
  return [
    {
      message: `\`${key}\` is ${JSON.stringify(plain)}, not one of ${allowed.join(', ')}`,
      range: value.range,
    },
  ]
}
