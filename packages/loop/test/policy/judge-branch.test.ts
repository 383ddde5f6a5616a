import { describe, expect, test } from 'vitest'
import { describeCause, describeSides, describeWays } from '../../src/policy/describe-branch.ts'
import {
  judgeBranch,
  type BranchCause,
  type BranchSurvey,
  type SideCommit,
} from '../../src/policy/judge-branch.ts'

const commit = (unit: string | undefined, isOnBothSides = false): SideCommit => ({
  id: 'a'.repeat(40),
  subject: 'feat: something',
  unit,
  isOnBothSides,
})
const same: BranchSurvey = {
  branch: 'b',
  runRef: 'b',
  published: 'b',
  relation: 'same',
  movedBack: false,
  onlyOnBranch: [],
  onlyOnRunRef: [],
  contentIsOnBranch: false,
}
const parted: BranchSurvey = { ...same, runRef: 'r', relation: 'parted', onlyOnRunRef: [commit('T01')] }

const table: readonly (readonly [BranchCause, BranchSurvey])[] = [
  ['missing', { ...same, branch: undefined, runRef: undefined, relation: 'one-is-missing' }],
  ['new', { ...same, runRef: undefined, relation: 'one-is-missing' }],
  ['waiting', { ...same, branch: undefined, published: undefined, relation: 'one-is-missing' }],
  ['deleted', { ...same, branch: undefined, relation: 'one-is-missing' }],
  ['in-step', same],
  ['ahead', { ...same, branch: 'x', relation: 'ahead' }],
  ['waiting', { ...same, runRef: 'r', relation: 'behind' }],
  ['moved-back', { ...same, runRef: 'r', relation: 'behind', movedBack: true }],
  ['rebased', { ...parted, onlyOnRunRef: [commit('T01', true)], onlyOnBranch: [commit('T01', true)] }],
  ['squashed', { ...parted, contentIsOnBranch: true, onlyOnBranch: [commit(undefined)] }],
  ['driven-elsewhere', { ...parted, onlyOnBranch: [commit('T01')] }],
  ['rewritten', { ...parted, onlyOnBranch: [commit(undefined)] }],
  ['rewritten', parted],
]

test.each(table)('%s', (cause, survey) => {
  expect(judgeBranch(survey)).toBe(cause)
})

const named = { branch: 'feat/greeting', featureId: 'FEAT-2026-0007' }

describe.each(table)('what is said of %s', (_cause, survey) => {
  const many = { ...survey, onlyOnRunRef: Array.from({ length: 90 }, () => commit('T01')) }
  const lines = [describeCause(many, named), ...describeSides(many, named), ...describeWays(many, named)]

  test('fits on a screen, with room for what a command says around it', () => {
    expect(lines.length).toBeLessThanOrEqual(20)
  })

  test('holds no value that is not there', () => {
    expect(lines.filter((line) => /undefined|null|NaN|\[object/u.test(line))).toEqual([])
  })
})
