import { AppError } from '@gatecycle/diagnostics'
import { expect, test } from 'vitest'
import { chooseFeature, type FeatureEntry } from '../../src/commands/open-repository.ts'

const entry = (id: string, status: string, branch = `feat/${id}`): FeatureEntry => ({
  id,
  status,
  branch,
  folder: `${id}-slug`,
})
const [one, two, old] = [
  entry('FEAT-2026-0001', 'active'),
  entry('FEAT-2026-0012', 'done'),
  entry('FEAT-2025-0012', 'active', ''),
]

const choose = (features: readonly FeatureEntry[], name?: string, checkedOut?: string): string => {
  try {
    return chooseFeature(features, name, checkedOut).id
  } catch (error) {
    return error instanceof AppError ? `${error.code} ${error.message}` : String(error)
  }
}

test.each([
  ['its id', 'FEAT-2026-0001', one.id],
  ['its number', '1', one.id],
  ['its number with zeros', '0001', one.id],
  ['its folder', 'FEAT-2026-0001-slug', one.id],
  ['a path to its folder', '.gatecycle/features/FEAT-2026-0001-slug/', one.id],
  ['a number of two', '12', 'FEATURE_UNCLEAR which feature? "12" names 2 of them'],
  ['an unknown id', 'FEAT-2026-0009', 'FEATURE_UNKNOWN no feature is called "FEAT-2026-0009"'],
  ['a part of a number', '001', one.id],
])('named by %s', (_what, name, expected) => {
  expect(choose([one, two, old], name)).toBe(expected)
})

test.each([
  ['the only active one', [one, two], undefined, one.id],
  ['the only active one, whatever is checked out', [one, two], two.branch, one.id],
  ['the one whose branch is checked out, where several are active', [one, two, old], one.branch, one.id],
  ['the one whose branch is checked out, where none is active', [two], two.branch, two.id],
  ['the only one there is', [two], 'main', two.id],
  [
    'nobody knows, with several active and another branch',
    [one, two, old],
    'main',
    'FEATURE_UNCLEAR which feature? There is not exactly one that is active',
  ],
  [
    'nobody knows: a plan without a branch is not the one of a detached HEAD',
    [one, old],
    undefined,
    'FEATURE_UNCLEAR which feature? There is not exactly one that is active',
  ],
] as const)('without a name it is %s', (_what, features, checkedOut, expected) => {
  expect(choose(features, undefined, checkedOut)).toBe(expected)
})
