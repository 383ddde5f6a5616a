import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { copyHouse, type House } from './copy-house.ts'

let house: House
const planted: string[] = []

beforeAll(() => {
  house = copyHouse()
})

afterEach(() => {
  for (const file of planted.splice(0)) house.delete(file)
})

afterAll(() => house.remove())

function plant(file: string, text: string): void {
  house.write(file, text)
  planted.push(file)
}

test.each([
  [
    'node:fs in a pure package',
    'packages/plan-model/src/planted.ts',
    "import { readFileSync } from 'node:fs'\nexport const planted: unknown = readFileSync\n",
    'no-restricted-imports',
  ],
  [
    'node:fs in the machine',
    'packages/loop/src/machine/planted.ts',
    "import { readFileSync } from 'node:fs'\nexport const planted: unknown = readFileSync\n",
    'no-restricted-imports',
  ],
  [
    'the clock in a policy',
    'packages/loop/src/policy/planted.ts',
    'export const planted: number = Date.now()\n',
    'no-restricted-globals',
  ],
  [
    'the process in a rule',
    'packages/plan-lint/src/rules/planted.ts',
    'export const planted: number = process.pid\n',
    'no-restricted-globals',
  ],
  [
    'execa outside the adapters',
    'packages/agents/src/planted.ts',
    "import { execa } from 'execa'\nexport const planted: unknown = execa\n",
    'no-restricted-imports',
  ],
  [
    'simple-git outside the adapters',
    'packages/loop/src/effects/planted.ts',
    "import { simpleGit } from 'simple-git'\nexport const planted: unknown = simpleGit\n",
    'no-restricted-imports',
  ],
  [
    'commander in a policy',
    'packages/loop/src/policy/planted.ts',
    "import { Command } from 'commander'\nexport const planted: unknown = Command\n",
    'no-restricted-imports',
  ],
  ['a default export', 'packages/agents/src/planted.ts', 'export default 1\n', 'no-default-export'],
  ['any', 'packages/agents/src/planted.ts', 'export const planted: any = 1\n', 'no-explicit-any'],
  [
    'a function of 41 lines',
    'packages/agents/src/planted.ts',
    `export function planted(): void {\n${'  planted()\n'.repeat(41)}}\n`,
    'max-lines-per-function',
  ],
  [
    'a function with 13 ways',
    'packages/agents/src/planted.ts',
    `export function planted(n: number): number {\n${Array.from({ length: 13 }, (_, i) => `  if (n === ${i}) return ${i + 1}\n`).join('')}  return 0\n}\n`,
    'complexity',
  ],
])('the linter refuses %s', (_name, file, text, rule) => {
  plant(file, text)
  const { status, output } = house.run('oxlint', ['--deny-warnings', file])
  expect({ status, named: output.includes(rule) }, output).toEqual({ status: 1, named: true })
})

test('the linter refuses an import cycle', () => {
  plant(
    'packages/agents/src/planted-a.ts',
    "import { b } from './planted-b.ts'\nexport const a = (): unknown => b\n",
  )
  plant(
    'packages/agents/src/planted-b.ts',
    "import { a } from './planted-a.ts'\nexport const b = (): unknown => a\n",
  )
  const { status, output } = house.run('oxlint', ['--deny-warnings', 'packages/agents/src'])
  expect({ status, named: output.includes('no-cycle') }, output).toEqual({ status: 1, named: true })
})

test('turbo refuses a package that imports one above it', () => {
  plant(
    'packages/plan-model/src/planted.ts',
    "import { lintFeature } from '@gatecycle/plan-lint'\nexport const planted: unknown = lintFeature\n",
  )
  const { status, output } = house.run('turbo', ['boundaries'])
  expect({ status, named: output.includes('@gatecycle/plan-lint') }, output).toEqual({
    status: 1,
    named: true,
  })
})

test('knip refuses a file that nobody imports', () => {
  plant('packages/plan-model/src/planted.ts', 'export const planted = 1\n')
  const { status, output } = house.run('knip', ['--no-progress'])
  expect({ status, named: output.includes('planted.ts') }, output).toEqual({ status: 1, named: true })
})

test('a source file over 200 lines of code is refused', () => {
  plant(
    'packages/agents/src/planted.ts',
    `export const planted: readonly number[] = [\n${'  1,\n'.repeat(201)}]\n`,
  )
  const { status, output } = house.run('node', ['tools/check-sizes.mjs'])
  expect({ status, named: output.includes('planted.ts') }, output).toEqual({ status: 1, named: true })
})
