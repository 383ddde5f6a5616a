import { expect } from 'vitest'
import type { House } from '../house/copy-house.ts'

/** The whole house compiles. */
export function expectToCompile(house: House): void {
  const { status, output } = house.run('tsc', ['-p', 'tsconfig.json'])
  expect(status, output).toBe(0)
}

/** These tests of the house pass. */
export function expectToPass(house: House, tests: readonly string[]): void {
  const { status, output } = house.run('vitest', ['run', ...tests])
  expect(status, output).toBe(0)
}

/** What a script prints as JSON that calls a module of the house, from source, as `it`. */
export function tryOut(house: House, module: string, script: string): unknown {
  const { status, stdout, output } = house.run('node', [
    '--input-type=module',
    '--eval',
    `import { loadSource } from './tools/docs/load-source.mjs'
const it = await loadSource('${module}')
const print = (value) => console.log(JSON.stringify(value))
${script}`,
  ])
  expect(status, output).toBe(0)
  return JSON.parse(stdout)
}

/** Runs a program of the house from source. */
export function runProgram(
  house: House,
  bin: string,
  args: readonly string[],
): { readonly status: number | null; readonly stdout: string; readonly output: string } {
  return house.run('node', [
    '--input-type=module',
    '--eval',
    `import { loadSource } from './tools/docs/load-source.mjs'
process.argv = ['node', 'program', ...${JSON.stringify(args)}]
await loadSource('${bin}')`,
  ])
}
