import type { TestReportPlace } from './verification-entry.ts'
import { asText, entryOf, numberOf, textOf, toPlain, type YamlMapping, type YamlValue } from './yaml-value.ts'

/** A value that would be left out silently makes another command than the one that was written. */
export function whyUnrunnable(entry: YamlMapping): string | undefined {
  return requirements.find(({ holds }) => !holds(entry))?.message
}

const requirements: readonly {
  readonly message: string
  readonly holds: (entry: YamlMapping) => boolean
}[] = [
  { message: 'needs a list of program and arguments as run', holds: isRunnable },
  {
    message: 'needs exactly one of run and command',
    holds: (entry) => (entryOf(entry, 'run') === undefined) !== (textOf(entry, 'command') === undefined),
  },
  {
    message: 'needs a number of seconds above 0 as timeout',
    holds: (entry) => entryOf(entry, 'timeout') === undefined || (numberOf(entry, 'timeout')?.value ?? 0) > 0,
  },
  {
    message: 'needs a folder of the repository as cwd',
    holds: (entry) => !leadsOut(textOf(entry, 'cwd')?.value ?? '.'),
  },
  {
    message: 'needs one or more exit codes as expect',
    holds: (entry) => {
      const expected = entryOf(entry, 'expect')?.value
      return expected === undefined || isExitCodes(expected)
    },
  },
  {
    message: 'needs a path in the repository and a kind, junit or tap, as report',
    holds: (entry) => {
      const report = entryOf(entry, 'report')?.value
      return report === undefined || toPlain(report) === undefined || readReport(report) !== undefined
    },
  },
  {
    message: 'needs a list of globs as when',
    holds: (entry) => entryOf(entry, 'when')?.value.kind !== 'mapping',
  },
  ...['parallel', 'findings', 'wu_must_reference'].map((key) => ({
    message: `needs true or false as ${key}`,
    holds: (entry: YamlMapping) => isFlag(entryOf(entry, key)?.value),
  })),
]

/** Where a command leaves the report of its tests; undefined where that cannot be read. */
export function readReport(value: YamlValue | undefined): TestReportPlace | undefined {
  if (value?.kind !== 'mapping') return undefined
  const path = textOf(value, 'path')?.value
  const kind = reportKinds.find((one) => one === textOf(value, 'kind')?.value)
  return path === undefined || kind === undefined || leadsOut(path) ? undefined : { path, kind }
}

const reportKinds = ['junit', 'tap'] as const

function isFlag(value: YamlValue | undefined): boolean {
  return value === undefined || [true, false, undefined].some((one) => one === toPlain(value))
}

/** Whether a path from the top of the repository ends outside it. */
function leadsOut(path: string): boolean {
  return /^(?:[/\\]|[A-Za-z]:)/u.test(path) || path.split(/[/\\]/u).includes('..')
}

function isRunnable(entry: YamlMapping): boolean {
  const run = entryOf(entry, 'run')?.value
  if (run === undefined) return true
  return (
    run.kind === 'sequence' && run.items.length > 0 && run.items.every((item) => asText(item) !== undefined)
  )
}

function isExitCodes(value: YamlValue): boolean {
  const items = value.kind === 'sequence' ? value.items : [value]
  return items.length > 0 && items.every((item) => Number.isInteger(toPlain(item)))
}
