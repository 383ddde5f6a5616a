import { expect, test } from 'vitest'
import { keyDescriptions } from '../src/key-descriptions.ts'
import { gateKeys, planKeys, unitKeys } from '../src/key-table.ts'

test.each([
  ['plan', planKeys],
  ['gate', gateKeys],
  ['unit', unitKeys],
] as const)('every key of a %s is described, and no other', (kind, keys) => {
  expect(Object.keys(keyDescriptions[kind]).toSorted()).toEqual(Object.keys(keys).toSorted())
  for (const description of Object.values(keyDescriptions[kind])) expect(description).toMatch(/^\S.*[^.]$/u)
})
