import { expect, test } from 'vitest'
import { judgeContent, type ContentFacts } from '../../src/policy/judge-content.ts'

const limits = { files: 3, file_megabytes: 2, megabytes: 4 }
const file = (path: string, more: Partial<ContentFacts> = {}): ContentFacts => ({
  path,
  bytes: 10,
  secrets: [],
  ...more,
})
const judge = (...files: readonly ContentFacts[]): string => {
  const problem = judgeContent(files, limits)
  return problem === undefined ? 'well' : `${problem.outcome}: ${problem.summary}`
}

test('files up to the limits are well, to the byte', () => {
  expect(judge()).toBe('well')
  expect(judge(file('a', { bytes: 2e6 }), file('b', { bytes: 2e6 }))).toBe('well')
  expect(judge(file('a'), file('b'), file('c'))).toBe('well')
})

test.each([
  [
    'a file that is too large',
    [file('data/a.bin', { bytes: 2e6 + 1 })],
    'too_large: data/a.bin has 2.0 MB (limits.file_megabytes: 2). Most of it is in data/ (1 files, 2.0 MB): ignore what is not meant to be committed',
  ],
  [
    'files that are too large together',
    [file('x/a', { bytes: 2e6 }), file('x/b', { bytes: 2e6 }), file('c', { bytes: 1 })],
    'too_large: the changed files have 4.0 MB together (limits.megabytes: 4). Most of it is in x/ (2 files, 4.0 MB): ignore what is not meant to be committed',
  ],
  [
    'too many files',
    [file('vendor/a'), file('vendor/b'), file('c'), file('vendor/d')],
    'too_large: 4 files are changed (limits.files: 3). Most of it is in vendor/ (3 files, 0.0 MB): ignore what is not meant to be committed',
  ],
  [
    'a link that leads out',
    [file('a', { leadsTo: '/etc/passwd' })],
    'out_of_scope: links lead out of the repository, where nobody else has what they name: a → /etc/passwd',
  ],
  [
    'a secret',
    [file('a', { secrets: ['API_TOKEN'] }), file('b')],
    'secret_found: values of variables that are secrets would be committed: a (API_TOKEN)',
  ],
])('%s is refused', (_what, files, expected) => {
  expect(judge(...files)).toBe(expected)
})
