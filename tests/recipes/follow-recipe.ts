import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import type { House } from '../house/copy-house.ts'

const contributing = fileURLToPath(new URL('../../CONTRIBUTING.md', import.meta.url))
const mostFiles = 5

/** What a step does to a file: its whole text, or what stands there now → what stands there then. */
export type Edit = string | Readonly<Record<string, string>>

/** A recipe as a reader follows it. */
export interface Following {
  /** The heading in CONTRIBUTING.md. */
  readonly recipe: string
  /** What stands for `<name>` and the like. */
  readonly names: Readonly<Record<string, string>>
  /** The files to touch, in the order of the recipe. */
  readonly edits: Readonly<Record<string, Edit>>
}

/**
 * Does each numbered step of the recipe: edits its file, or runs its command as written. The files are those that
 * CONTRIBUTING.md lists, and no more than five.
 */
export function followRecipe(house: House, { recipe, names, edits }: Following): void {
  const steps = stepsOf(recipe, names)
  const files = steps.filter((step) => !isCommand(step))
  expect(Object.keys(edits), 'the files of the recipe').toEqual(files)
  process.stdout.write(`recipe "${recipe}": ${files.length} files: ${files.join(', ')}\n`)
  expect(files.length).toBeLessThanOrEqual(mostFiles)
  for (const step of steps) {
    const edit = edits[step]
    if (edit === undefined) runCommand(house, step)
    else house.write(step, typeof edit === 'string' ? edit : replaceAll(house.read(step), edit))
  }
}

/** The code that each numbered item of a recipe starts with: a file or a command. */
function stepsOf(recipe: string, names: Following['names']): readonly string[] {
  const [, section = ''] = readFileSync(contributing, 'utf8').split(`\n### ${recipe}\n`)
  const [items = ''] = section.split(/^#{2,3} /mu)
  const steps = [...items.matchAll(/^\d+\. `(?<code>[^`]+)`/gmu)].map(({ groups }) => groups?.['code'] ?? '')
  expect(steps, 'each numbered item starts with a file or a command').toHaveLength(
    [...items.matchAll(/^\d+\. /gmu)].length,
  )
  return steps.map((step) =>
    step.replaceAll(/<(?<name>\w+)>/gu, (whole, name: string) => names[name] ?? whole),
  )
}

function isCommand(step: string): boolean {
  return /^(?:npm|node|node_modules\/\S+) /u.test(step)
}

function runCommand(house: House, command: string): void {
  const [program = '', ...args] = toScript(house, command).split(' ')
  const { status, output } = house.run(program.replace('node_modules/.bin/', ''), args)
  expect({ command, status }, output).toEqual({ command, status: 0 })
}

/** What `npm run` would start. */
function toScript(house: House, command: string): string {
  const [, name, rest = ''] = /^npm run (\S+)(?: --(.*))?$/u.exec(command) ?? []
  if (name === undefined) return command
  const { scripts } = JSON.parse(house.read('package.json')) as {
    readonly scripts: Readonly<Record<string, string>>
  }
  return `${scripts[name] ?? command}${rest}`
}

function replaceAll(text: string, edit: Readonly<Record<string, string>>): string {
  return Object.entries(edit).reduce((now, [before, after]) => {
    expect(now.split(before), `"${before}" stands there once`).toHaveLength(2)
    return now.replace(before, () => after)
  }, text)
}
