import { expect, test } from 'vitest'
import { namedGoals, namedScripts } from '../../../src/policy/surface/named-scripts.ts'
import type { VerificationStep } from '../../../src/policy/verification-plan.ts'

const step = (command: string | readonly string[], cwd = '.'): VerificationStep => ({
  set: 'code',
  name: 'a',
  shown: '',
  run: {
    kind: 'command',
    entry: {
      name: 'a',
      argv: typeof command === 'string' ? undefined : command,
      shell: typeof command === 'string' ? command : undefined,
      timeout: 1,
      cwd,
      env: {},
      expect: [0],
    },
  },
})
const scripts: Readonly<Record<string, string>> = {
  test: 'node tools/run.mjs && npm run lint',
  lint: 'sh tools/lint.sh',
  posttest: './tools/after.sh',
  loop: 'npm run loop',
}
const named = (command: string | readonly string[], cwd?: string): readonly string[] =>
  [...namedScripts([step(command, cwd)], (_folder, name) => scripts[name])].toSorted()

test.each([
  [['sh', 'tools/check.sh'], ['tools/check.sh']],
  [['./tools/check.sh', '--all'], ['tools/check.sh']],
  [['node', '--no-warnings', 'tools/run.mjs', 'src/a.mjs'], ['tools/run.mjs']],
  [['timeout', '5', 'python3', 'run_tests.py'], ['run_tests.py']],
  [['sh', '-c', 'cd x && bash tools/a.sh'], ['tools/a.sh']],
  [['make', '-f', 'build/Testfile', 'test'], ['build/Testfile']],
  ['FOO=1 node tools/run.mjs && ./b.sh | tee log', ['b.sh', 'tools/run.mjs']],
  ['uv run python "tools/my run.py"', ['tools/my run.py']],
  [
    ['npm', 'test'],
    ['tools/after.sh', 'tools/lint.sh', 'tools/run.mjs'],
  ],
  [['pnpm', 'run', 'lint'], ['tools/lint.sh']],
  [['npm', 'run', 'loop'], []],
  [['node', '--test', 'test/a.test.mjs'], []],
  [['node', '--check', 'src/a.mjs'], []],
  [['python', '-m', 'pytest', 'tests'], []],
  [['eslint', 'src/a.ts'], []],
  [['sh', '/usr/bin/thing'], []],
  [['sh', '../outside.sh'], []],
] as const)('%j runs %j', (command, expected) => {
  expect(named(command)).toEqual(expected)
})

test('a path is meant from the folder that the command runs in', () => {
  expect(named(['sh', '../tools/a.sh'], 'packages')).toEqual(['tools/a.sh'])
  expect(named(['sh', 'a.sh'], 'packages/one')).toEqual(['packages/one/a.sh'])
})

test.each([
  [['make', 'test'], ['test']],
  [['make'], ['']],
  [
    ['make', '-C', 'a', 'check'],
    ['', 'a', 'check'],
  ],
  [
    ['gmake', 'CI=1', 'unit', 'lint'],
    ['lint', 'unit'],
  ],
  ['cd a && make unit', ['unit']],
  [['npm', 'run', 'made'], ['unit']],
  [['node', '--test'], []],
])('%j asks make for %j', (command, goals) => {
  const scriptOf = (_folder: string, name: string): string | undefined =>
    name === 'made' ? 'make unit' : scripts[name]
  expect([...namedGoals([step(command)], scriptOf)].toSorted()).toEqual(goals)
})
