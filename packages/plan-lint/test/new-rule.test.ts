import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { rules } from '../src/index.ts'

const script = fileURLToPath(new URL('../../../tools/new-rule.mjs', import.meta.url))
const packageFolder = fileURLToPath(new URL('../', import.meta.url))

let root = ''
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'new-rule-'))
  for (const folder of ['src/rules', 'docs/rules']) {
    cpSync(join(packageFolder, folder), join(root, 'packages/plan-lint', folder), { recursive: true })
  }
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const run = (...args: readonly string[]): number | null =>
  spawnSync(process.execPath, [script, ...args, root], { stdio: 'ignore' }).status
const read = (path: string): string => readFileSync(join(root, 'packages/plan-lint', path), 'utf8')

test('a new rule is a source, a page and a line in the list, with the next free code of its group', () => {
  const highest = Math.max(
    ...rules
      .map(({ code }) => code)
      .filter((code) => code.startsWith('PL1'))
      .map((code) => Number(code.slice(2))),
  )
  expect(run('require-owner', '1')).toBe(0)
  expect(read('src/rules/require-owner.ts')).toContain(`code: 'PL${highest + 1}'`)
  expect(read('docs/rules/require-owner.md')).toMatch(new RegExp(`^# PL${highest + 1} require-owner\n`, 'u'))
  expect(read('src/rules/index.ts')).toContain("import { requireOwner } from './require-owner.ts'")
})

test('the list keeps the rules that were there, in the order of their codes', () => {
  const before = read('src/rules/index.ts')
  run('require-owner', '2')
  const after = read('src/rules/index.ts')
  expect(
    after.replace("import { requireOwner } from './require-owner.ts'\n", '').replace('  requireOwner,\n', ''),
  ).toBe(before)
})

test.each([
  ['a name that says neither no nor require', ['owner', '1']],
  ['a name in another case', ['require-Owner', '1']],
  ['a rule that exists', ['require-plan', '0']],
  ['a group that is none', ['require-owner', '9']],
])('%s is refused', (_, args) => {
  expect(run(...args)).toBe(2)
})
