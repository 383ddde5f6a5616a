import { expect, test } from 'vitest'
import { matchesGlob } from '../../src/adapters/verification/match-glob.ts'
import { learnableOutputs, writtenWithoutLeave } from '../../src/policy/step-outputs.ts'

test('tests, configuration, dependencies and state files are never learned', () => {
  const paths = [
    'dist/a.js',
    'test/a.test.ts',
    'tsconfig.json',
    'package.json',
    '.gatecycle/config.yml',
    'stamp',
  ]
  expect(learnableOutputs(paths, '.gatecycle', matchesGlob)).toEqual(['dist/a.js', 'stamp'])
})

test('what is neither declared nor learned was written without leave; a state file always was', () => {
  const outputs = { declared: ['dist/**', '.gatecycle/**'], learned: ['stamp'] }
  const paths = ['dist/a', 'stamp', 'src/a', '.gatecycle/verification.yml']
  expect(writtenWithoutLeave(paths, outputs, '.gatecycle', matchesGlob)).toEqual([
    'src/a',
    '.gatecycle/verification.yml',
  ])
})
