import type { Io } from '@gatecycle/diagnostics'
import { flagOf, type CommandSpec } from './command-spec.ts'

/** What can be typed behind one command of a tree. */
export interface CompletionRow {
  /** The names from the program on: `loop run`. */
  readonly path: string
  readonly commands: readonly string[]
  readonly flags: readonly string[]
  /** Flag → the values it chooses from. */
  readonly values: Readonly<Record<string, readonly string[]>>
}

/** A row for each command of the tree, the program first. */
export function completionRows<I extends Io>(
  spec: CommandSpec<I>,
  before: readonly string[] = [],
): readonly CompletionRow[] {
  const path = [...before, spec.name]
  const options = Object.entries(spec.options ?? {})
  const standard = spec.commands?.find(({ name }) => name === spec.standard)
  const row = {
    path: path.join(' '),
    commands: [...(spec.commands ?? []).map(({ name }) => name), ...choicesOf(spec)],
    flags: unique([...options, ...Object.entries(standard?.options ?? {})].map(([name]) => flagOf(name))),
    values: Object.fromEntries(
      options.flatMap(([name, { choices }]) => (choices === undefined ? [] : [[flagOf(name), choices]])),
    ),
  }
  return [row, ...(spec.commands ?? []).flatMap((child) => completionRows(child, path))]
}

function choicesOf<I extends Io>({ arguments: words }: CommandSpec<I>): readonly string[] {
  return (words ?? []).flatMap(({ choices }) => choices ?? [])
}

function unique(words: readonly string[]): readonly string[] {
  return [...new Set(['--help', ...words])].toSorted()
}
