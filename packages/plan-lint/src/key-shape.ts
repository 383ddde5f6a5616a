import { toPlain, type YamlValue } from '@gatecycle/plan-model'
import type { KeyShape } from './key-table.ts'

/** What a value has to be, in words and as a check. */
export interface Shape {
  readonly expected: string
  readonly fits: (value: YamlValue) => boolean
  /** What each item of a list has to be; without it a list does not fit. */
  readonly item?: Shape
}

const text: Shape = { expected: 'text', fits: (value) => value.kind === 'scalar' && !isEmpty(value) }
const never = (): boolean => false

/** What is expected of the value of a key, by the shape that the key table gives it. */
export const shapes: Readonly<Record<KeyShape, Shape>> = {
  text,
  texts: { expected: 'text or a list of texts', fits: text.fits, item: text },
  count: {
    expected: 'a whole number from 1',
    fits: (value) => Number.isInteger(toPlain(value)) && Number(toPlain(value)) >= 1,
  },
  amount: {
    expected: 'a number from 0',
    fits: (value) => Number.isFinite(toPlain(value)) && Number(toPlain(value)) >= 0,
  },
  boolean: { expected: 'true or false', fits: (value) => typeof toPlain(value) === 'boolean' },
  criteria: {
    expected: 'a list of criteria',
    fits: never,
    item: { expected: 'a mapping with id and text', fits: isMapping },
  },
  command: { expected: 'a mapping with name and run or command', fits: isMapping },
  // What is wrong inside such a list is said by no-broken-command.
  commands: { expected: 'a list of commands', fits: (value) => value.kind === 'sequence' },
  any: { expected: 'anything', fits: () => true },
}

/** Whether a value says nothing: YAML's null. */
export function isEmpty(value: YamlValue): boolean {
  return value.kind === 'scalar' && value.value === undefined
}

function isMapping(value: YamlValue): boolean {
  return value.kind === 'mapping'
}
