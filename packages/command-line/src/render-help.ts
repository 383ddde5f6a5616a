import type { Io } from '@gatecycle/diagnostics'
import { flagOf, type ArgumentSpec, type CommandSpec, type OptionSpec } from './command-spec.ts'

/** A help is as wide as this at most, in columns. */
export const helpWidth = 100

/** A help is as long as this at most, in lines: the screen of a terminal that nobody made larger. */
export const helpHeight = 24

/** The help of a command: usage, what it takes, two examples and the exit codes, on one screen. */
export function renderHelp<I extends Io>(spec: CommandSpec<I>, path: readonly string[]): string {
  const parts = [
    [`Usage: ${usageOf(spec, path)}`, ...wrap(spec.summary, '')],
    commandLines(spec),
    [
      ...rowsOf('Options', [...(spec.arguments ?? []).map(toArgumentRow), ...optionRows(spec)]),
      ...(spec.notes ?? []).flatMap((note) => wrap(note, '  ')),
    ],
    rowsOf(
      'Examples',
      spec.examples.map(({ line, says }) => [line, says ?? '']),
    ),
    wrap(`Exit codes: ${exitCodesOf(spec)}`, '  '),
  ]
  const shown = parts.filter((lines) => lines.length > 0).map((lines) => `${lines.join('\n')}\n`)
  return shown.join('\n')
}

/** What follows the name, as a person types it. */
function usageOf<I extends Io>(spec: CommandSpec<I>, path: readonly string[]): string {
  const hasCommands = (spec.commands ?? []).length > 0
  const command = spec.run === undefined && spec.standard === undefined ? '<command>' : '[command]'
  const words = (spec.arguments ?? []).map(showArgument)
  return [...path, ...(hasCommands ? [command] : []), '[options]', ...words].join(' ')
}

/** A line for each command, and one for the names of the rare ones. */
function commandLines<I extends Io>(spec: CommandSpec<I>): readonly string[] {
  const commands = spec.commands ?? []
  const usual = commands.filter(({ isRare }) => isRare !== true)
  const rare = commands.filter((command) => !usual.includes(command)).map(({ name }) => name)
  const rows = rowsOf(
    'Commands',
    usual.map((command) => toCommandRow(command, spec)),
  )
  return rare.length === 0 ? rows : [...rows, ...wrap(`  and: ${rare.join(', ')} (each with --help)`, '  ')]
}

type Row = readonly [string, string]

function rowsOf(title: string, rows: readonly Row[]): readonly string[] {
  if (rows.length === 0) return []
  const width = Math.max(...rows.map(([left, right]) => (right === '' ? 0 : left.length)))
  const lines = rows.flatMap(([left, right]) =>
    wrap(`  ${left.padEnd(width)}  ${right}`.trimEnd(), ' '.repeat(width + 4)),
  )
  return [`${title}:`, ...lines]
}

function toCommandRow<I extends Io>(
  { name, arguments: words, summary }: CommandSpec<I>,
  { standard }: CommandSpec<I>,
): Row {
  const usual = name === standard ? ' (the default)' : ''
  return [[name, ...(words ?? []).map(showArgument)].join(' '), `${summary}${usual}`]
}

function toArgumentRow(argument: ArgumentSpec): Row {
  return [showArgument(argument), argument.summary]
}

/** `[feature]` of an argument of which there may be one. */
export function showArgument({ name, count }: ArgumentSpec): string {
  return { one: `<${name}>`, 'at most one': `[${name}]`, any: `[${name}...]` }[count]
}

function optionRows<I extends Io>({ options, version }: CommandSpec<I>): readonly Row[] {
  const standard: Row =
    version === undefined ? ['-h, --help', 'this help'] : ['-h, --help, --version', 'this help, the version']
  return [...Object.entries(options ?? {}).map(([name, option]) => toOptionRow(name, option)), standard]
}

function toOptionRow(name: string, { value, choices, summary, default: standard }: OptionSpec): Row {
  const left = value === undefined ? flagOf(name) : `${flagOf(name)} <${value}>`
  const values = choices === undefined ? '' : `: ${choices.join(', ')}`
  const isTold = typeof standard === 'string' || Number.isFinite(standard)
  return [left, `${summary}${values}${isTold ? ` (${standard})` : ''}`]
}

function exitCodesOf<I extends Io>({ exitCodes }: CommandSpec<I>): string {
  return Object.entries(exitCodes)
    .map(([code, words]) => `${code} ${words}`)
    .join(' · ')
}

/** Lines of at most `helpWidth` columns, cut at blanks; what follows the first is set in. */
function wrap(text: string, indent: string): readonly string[] {
  if (text.length <= helpWidth) return [text]
  const at = text.lastIndexOf(' ', helpWidth)
  const isWord = at <= indent.length
  if (isWord) return [text]
  return [text.slice(0, at).trimEnd(), ...wrap(`${indent}${text.slice(at + 1)}`, indent)]
}
