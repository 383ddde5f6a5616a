import type { Io } from '@gatecycle/diagnostics'
import type { Action, CommandSpec, OptionSpec, OptionSpecs } from './command-spec.ts'

/** What an option comes to: a flag is a boolean, a value is a text unless it is parsed or chosen. */
type ValueOf<S extends OptionSpec> = S extends { readonly value: string }
  ? S extends { readonly repeatable: true }
    ? readonly string[]
    : OneValueOf<S> | (S extends { readonly default: unknown } ? never : undefined)
  : boolean

type OneValueOf<S extends OptionSpec> = S extends { readonly parse: (text: string) => infer T }
  ? Exclude<T, undefined>
  : S extends { readonly choices: readonly (infer Choice)[] }
    ? Choice
    : string

/** The options of a command as its action gets them. */
export type OptionValues<O extends OptionSpecs> = { readonly [K in keyof O]: ValueOf<O[K]> }

type TypedSpec<I extends Io, O extends OptionSpecs> = Omit<CommandSpec<I>, 'options' | 'run'> & {
  readonly options: O
  readonly run: () => Promise<Action<I, OptionValues<O>>>
}

/** A command whose action gets its options with their types. */
export function defineCommand<I extends Io, const O extends OptionSpecs>(
  spec: TypedSpec<I, O>,
): CommandSpec<I> {
  // The parser gives every option of `options` the value that its spec says: that is what OptionValues states.
  return spec as unknown as CommandSpec<I>
}
