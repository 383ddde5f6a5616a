import type { Io } from '@gatecycle/diagnostics'
import type { CommandSpec, Example } from './command-spec.ts'

/**
 * The same command under another name, as a part of another tree: its examples call it by `typed` where they said `before`,
 * its own name of old.
 */
export function renamed<I extends Io>(
  spec: CommandSpec<I>,
  name: string,
  typed: string,
  before: string = spec.name,
): CommandSpec<I> {
  const {
    version: _,
    commands,
    examples: [first, second],
    ...rest
  } = spec
  const toTyped = ({ line, ...example }: Example): Example => ({
    ...example,
    line: line.replaceAll(new RegExp(`(?<=^|&& )${before}(?= |$)`, 'gu'), typed),
  })
  const children = commands?.map((child) => renamed(child, child.name, typed, before))
  return {
    ...rest,
    name,
    examples: [toTyped(first), toTyped(second)],
    ...(children === undefined ? {} : { commands: children }),
  }
}
