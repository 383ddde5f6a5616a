import type { CommandResult } from '../src/policy/command-result.ts'

/** What a command of a set answered that passed. */
export const passed: CommandResult = {
  set: 'code',
  name: 'tests',
  answer: 'passed',
  argv: ['npm', 'test'],
  shell: undefined,
  cwd: '.',
  exit: 0,
  signal: undefined,
  ms: 1200,
  bytes: 3,
  digests: ['a', 'b'],
  output: 'ok',
  survivors: 0,
  interrupted: false,
}

/** The same command where it failed. */
export const failed: CommandResult = { ...passed, answer: 'failed', exit: 1 }
