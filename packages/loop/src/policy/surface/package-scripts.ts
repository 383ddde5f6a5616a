import { canonicalJson } from '@gatecycle/plan-model'

/** The keys of package.json that decide what commands run and how; the rest is what is installed. */
const guardedKeys = [
  'scripts',
  'jest',
  'mocha',
  'vitest',
  'ava',
  'nyc',
  'c8',
  'tap',
  'eslintConfig',
  'eslintIgnore',
  'prettier',
  'stylelint',
  'xo',
  'standard',
  'lint-staged',
  'wireit',
  'nx',
] as const

type Json = Readonly<Record<string, unknown>>

/**
 * package.json as it is after, with what runs as it was before: every script that there was, and the sections of tools. A script
 * with a new name stays, because no command that passed before can have meant it; `pre…` and `post…` of an old one do not.
 * Undefined where one of the texts is no JSON object.
 */
export function withOldScripts(before: string, after: string): string | undefined {
  const [was, is] = [toObject(before), toObject(after)]
  if (was === undefined || is === undefined) return undefined
  const scripts = mergeScripts(toRecord(was['scripts']), toRecord(is['scripts']))
  const wanted: Json = { ...was, ...(scripts === undefined ? {} : { scripts }) }
  const changed = guardedKeys.filter(
    (key) => canonicalJson(wanted[key] ?? null) !== canonicalJson(is[key] ?? null),
  )
  if (changed.length === 0) return after
  const old: Record<string, unknown> = { ...is }
  for (const key of changed) {
    if (wanted[key] === undefined) delete old[key]
    else old[key] = wanted[key]
  }
  const indent = /^[ \t]+(?=")/mu.exec(after)?.[0] ?? '  '
  return `${JSON.stringify(old, undefined, indent)}${after.endsWith('\n') ? '\n' : ''}`
}

function mergeScripts(was: Json | undefined, is: Json | undefined): Json | undefined {
  const added = Object.entries(is ?? {}).filter(
    ([name]) => was?.[name] === undefined && !isAttached(name, was),
  )
  if (was === undefined && added.length === 0) return undefined
  return { ...was, ...Object.fromEntries(added) }
}

/** npm runs `pretest` before `test` without being asked (npm-scripts(7)). */
function isAttached(name: string, was: Json | undefined): boolean {
  const main = /^(?:pre|post)(?<main>.+)$/u.exec(name)?.groups?.['main']
  return main !== undefined && was?.[main] !== undefined
}

function toObject(text: string): Json | undefined {
  try {
    return text.trim() === '' ? {} : toRecord(JSON.parse(text))
  } catch {
    return undefined
  }
}

function toRecord(value: unknown): Json | undefined {
  // An object of JSON has nothing but names and values.
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined
}
