import { expect, test } from 'vitest'
import { toSystemProblem } from '../src/index.ts'

test('what the system refuses has a name, also links that lead round', () => {
  const error = Object.assign(new Error('ELOOP: too many symbolic links, open PLAN.md'), { code: 'ELOOP' })
  expect(toSystemProblem(error)).toMatchObject({
    code: 'SYSTEM_ELOOP',
    exitCode: 30,
    message: `symbolic links lead round: ${error.message}`,
  })
})

test('what has no code of the system is a defect of ours', () => {
  expect(toSystemProblem(new TypeError('x is no function'))).toBeUndefined()
})
