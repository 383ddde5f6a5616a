import { AppError } from '@gatecycle/diagnostics'
import { expect, test } from 'vitest'
import { toEffectFailed } from '../../src/effects/to-effect-failed.ts'

test('an AppError keeps its code, words, hint and exit code', () => {
  const error = new AppError('RUN_REF_MOVED', 'moved', { hint: 'look', exitCode: 31 })
  expect(toEffectFailed(error)).toEqual({
    type: 'effect-failed',
    code: 'RUN_REF_MOVED',
    message: 'moved',
    hint: 'look',
    exitCode: 31,
  })
  expect(toEffectFailed(new AppError('X', 'x', { exitCode: 1 }))).toEqual({
    type: 'effect-failed',
    code: 'X',
    message: 'x',
    exitCode: 1,
  })
})

test.each(['ENOSPC', 'EDQUOT', 'EACCES', 'EPERM', 'EROFS', 'EIO', 'EMFILE', 'ENFILE', 'ENOTDIR', 'ENOENT'])(
  '%s is told in words, as the environment’s',
  (code) => {
    const failed = toEffectFailed(Object.assign(new Error('open /x'), { code }))
    expect(failed).toMatchObject({
      code: `SYSTEM_${code}`,
      exitCode: 30,
      hint: expect.stringContaining('same command again'),
    })
    expect(failed.message).toMatch(/^[a-z].*: open \/x$/u)
  },
)

test.each([
  new TypeError('x'),
  Object.assign(new Error('x'), { code: 'EINVAL' }),
  new Error('ENOSPC'),
  undefined,
])('%s is a bug, and goes on as it is', (bug) => {
  let thrown: unknown = 'nothing'
  try {
    toEffectFailed(bug)
  } catch (error) {
    thrown = error
  }
  expect(thrown).toBe(bug)
})
