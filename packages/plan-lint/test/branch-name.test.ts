import { spawnSync } from 'node:child_process'
import { loadFeature } from '@gatecycle/plan-model'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lintFeature, rules } from '../src/index.ts'

const rule = rules.filter(({ name }) => name === 'require-branch-name')

function isAccepted(branch: string): boolean {
  const plan = `---\nbranch: ${JSON.stringify(branch)}\n---\n`
  const folder = loadFeature({ folder: 'f', names: ['PLAN.md'], read: () => plan })
  return lintFeature(folder, {}, rule).length === 0
}

const gitAccepts = (branch: string): boolean =>
  spawnSync('git', ['check-ref-format', '--branch', branch], { stdio: 'ignore' }).status === 0

test('a name is accepted where git accepts it', () => {
  const piece = fc.constantFrom(
    'a',
    'feat',
    '/',
    '.',
    '..',
    '-',
    '.lock',
    '@',
    '@{',
    '{',
    ' ',
    '~',
    '^',
    ':',
    '?',
    '*',
    '[',
    '\\',
    'é',
    '_',
    'HEAD',
    '#',
    '"',
  )
  const name = fc.array(piece, { minLength: 1, maxLength: 5 }).map((pieces) => pieces.join(''))
  fc.assert(
    fc.property(
      // `@`, `@{-1}` and the like stand for other branches, which git looks up; versions of git differ in HEAD.
      name.filter((text) => text.trim() !== '' && !/^(?:@|@\{.*|HEAD)$/u.test(text)),
      (text) => {
        expect({ text, accepted: isAccepted(text) }).toEqual({ text, accepted: gitAccepts(text) })
      },
    ),
    { numRuns: 400 },
  )
})
