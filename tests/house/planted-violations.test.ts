import { execFileSync, spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const bin = (name: string): string => join(root, 'node_modules/.bin', name)
let house: string
const planted: string[] = []

/** A copy of the sources with the dependencies of the original: what is planted in it disturbs nobody. */
beforeAll(() => {
  house = realpathSync(mkdtempSync(join(tmpdir(), 'gatecycle-house-')))
  const files = execFileSync('git', ['ls-files', '-z', '-co', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  })
  for (const file of files.split('\0').filter((path) => path !== '' && existsSync(join(root, path)))) {
    cpSync(join(root, file), join(house, file))
  }
  symlinkSync(join(root, 'node_modules'), join(house, 'node_modules'))
  for (const name of readdirSync(join(root, 'packages'))) {
    const modules = join(root, 'packages', name, 'node_modules')
    if (existsSync(modules))
      cpSync(modules, join(house, 'packages', name, 'node_modules'), {
        recursive: true,
        verbatimSymlinks: true,
      })
  }
  execFileSync('git', ['init', '-q'], { cwd: house })
})

afterEach(() => {
  for (const file of planted.splice(0)) rmSync(join(house, file))
})

afterAll(() => rmSync(house, { recursive: true, force: true }))

function plant(file: string, text: string): void {
  mkdirSync(dirname(join(house, file)), { recursive: true })
  writeFileSync(join(house, file), text)
  planted.push(file)
}

function run(
  command: string,
  args: readonly string[],
): { readonly status: number | null; readonly output: string } {
  const pnpm = readdirSync(join(root, '.tools')).find((name) => name.startsWith('pnpm-')) ?? ''
  const path = [join(root, '.tools', pnpm, 'node_modules/.bin'), process.env['PATH']].join(delimiter)
  const env = { ...process.env, PATH: path, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' }
  const { status, stdout, stderr } = spawnSync(bin(command), args, { cwd: house, env, encoding: 'utf8' })
  return { status, output: `${stdout}${stderr}` }
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
  const { status, output } = run('oxlint', ['--deny-warnings', file])
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
  const { status, output } = run('oxlint', ['--deny-warnings', 'packages/agents/src'])
  expect({ status, named: output.includes('no-cycle') }, output).toEqual({ status: 1, named: true })
})

test('turbo refuses a package that imports one above it', () => {
  plant(
    'packages/plan-model/src/planted.ts',
    "import { lintFeature } from '@gatecycle/plan-lint'\nexport const planted: unknown = lintFeature\n",
  )
  const { status, output } = run('turbo', ['boundaries'])
  expect({ status, named: output.includes('@gatecycle/plan-lint') }, output).toEqual({
    status: 1,
    named: true,
  })
})

test('knip refuses a file that nobody imports', () => {
  plant('packages/plan-model/src/planted.ts', 'export const planted = 1\n')
  const { status, output } = run('knip', ['--no-progress'])
  expect({ status, named: output.includes('planted.ts') }, output).toEqual({ status: 1, named: true })
})

test('a source file over 200 lines of code is refused', () => {
  plant(
    'packages/agents/src/planted.ts',
    `export const planted: readonly number[] = [\n${'  1,\n'.repeat(201)}]\n`,
  )
  const { status, stderr } = spawnSync(process.execPath, ['tools/check-sizes.mjs'], {
    cwd: house,
    encoding: 'utf8',
  })
  expect({ status, named: stderr.includes('planted.ts') }, stderr).toEqual({ status: 1, named: true })
})
