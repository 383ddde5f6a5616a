import { expect, test } from 'vitest'
import { compareUserConfig } from '../../../src/adapters/git/user-config.ts'

const path = '/home/olive/.gitconfig'
const compare = (before: string, after: string): ReturnType<typeof compareUserConfig> =>
  compareUserConfig(new Map([[path, before]]), new Map([[path, after]]))

test.each([
  ['[filter "x"]\n\tclean = evil %f', ['clean = evil %f']],
  ['[core]\n  hooksPath=/tmp/h', ['hooksPath=/tmp/h']],
  ['[include]\npath = other', ['path = other']],
  ['[core] fsmonitor = evil', ['[core] fsmonitor = evil']],
  ['[gpg "ssh"]\nprogram = evil', ['program = evil']],
  ['[filter "a]b"] clean = evil', ['[filter "a]b"] clean = evil']],
  ['[filter "a\\"]b"] clean = evil', ['[filter "a\\"]b"] clean = evil']],
  ['[user] [core] fsmonitor = evil', ['[user] [core] fsmonitor = evil']],
  ['[user]\nname = Olive', []],
  ['[alias]\nci = commit', []],
])('%j added to a configuration is %j', (added, programs) => {
  expect(compare('[user]\nemail = a@example.org\n', `[user]\nemail = a@example.org\n${added}\n`)).toEqual([
    { path, programs },
  ])
})

test('what was there before, or did not change, is nothing', () => {
  expect(
    compare('[filter "lfs"]\nclean = git-lfs clean\n', '[filter "lfs"]\nclean = git-lfs clean\n'),
  ).toEqual([])
  expect(compare('[filter "lfs"]\nclean = lfs\n', '[user]\nname = x\n[filter "lfs"]\nclean = lfs\n')).toEqual(
    [{ path, programs: [] }],
  )
})
