import { afterAll, beforeAll, expect, test } from 'vitest'
import { copyHouse, type House } from '../house/copy-house.ts'
import { followRecipe } from './follow-recipe.ts'
import { expectToCompile, expectToPass, runProgram } from './see-it-work.ts'

let house: House
beforeAll(() => {
  house = copyHouse()
})
afterAll(() => house.remove())

const source = `import { exitCodes, type Io } from '@gatecycle/diagnostics'
import type { CommandResult } from './command-result.ts'
import { openRepository } from './open-repository.ts'

/** \`loop branches\`: the branch of each feature. Writes nothing. */
export async function branches(io: Io, root: string | undefined): Promise<CommandResult> {
  const { features } = await openRepository(io, root)
  return {
    command: 'branches',
    exitCode: exitCodes.ok,
    outcome: 'ok',
    message: \`\${features.length} branches\`,
    detail: features,
    text: features.map(({ id, branch }) => \`\${id} \${branch}\\n\`).join(''),
  }
}
`

const spec = `const branches: CommandSpec<AskingIo> = defineCommand({
  name: 'branches',
  summary: 'the branch of each feature',
  options: common,
  examples: [{ line: 'loop branches' }, { line: 'loop branches --json' }],
  exitCodes: answers,
  run: async () => {
    const command = await import('./commands/branches.ts')
    return async (io, input) => tell(io, input, await command.branches(io, input.options.root))
  },
})

`

test('a command that is added as the recipe says is in the help, parses and runs', () => {
  followRecipe(house, {
    recipe: 'A command',
    names: { name: 'branches', guide: 'running' },
    edits: {
      'packages/loop/src/commands/branches.ts': source,
      'packages/loop/src/commands/command-result.ts': { "| 'init'": "| 'init' | 'branches'" },
      'schemas/loop-result.schema.json': { '"prove"\n': '"prove",\n        "branches"\n' },
      'packages/loop/src/command-tree.ts': {
        '/** `loop`: its commands': `${spec}/** \`loop\`: its commands`,
        'init, config, ...': 'init, config, branches, ...',
      },
      'docs/guide/running.md': {
        '## What a run does\n': '`loop branches` lists the branch of each feature.\n\n## What a run does\n',
      },
    },
  })
  expectToCompile(house)
  expectToPass(house, ['tests/docs/commands.test.ts'])
  expect(house.read('docs/commands.md')).toContain('loop branches')
  const loop = (...args: readonly string[]): string => {
    const { status, stdout, output } = runProgram(house, 'packages/loop/bin/loop.ts', args)
    expect(status, output).toBe(0)
    return stdout
  }
  expect(loop('--help')).toContain('the branch of each feature')
  expect(loop('branches', '--help')).toContain('loop branches --json')
  const root = ['--root', 'examples/health-endpoint/.gatecycle']
  expect(loop('branches', ...root)).toMatch(/^FEAT-\d{4}-\d{4} \S+\n$/u)
  expect(JSON.parse(loop('branches', '--json', ...root))).toMatchObject({ command: 'branches', exitCode: 0 })
})
