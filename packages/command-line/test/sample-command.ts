import { exitCodes, type Io } from '@gatecycle/diagnostics'
import { defineCommand, type CommandSpec } from '../src/index.ts'

const exitCodeWords = { [exitCodes.ok]: 'done', [exitCodes.usage]: 'wrong usage' }

/** A program with two commands; each prints what it was given. */
export const sampleCommand: CommandSpec = {
  name: 'sample',
  version: '1.2.3',
  summary: 'Shows what commands are made of.',
  options: { json: { summary: 'as JSON' } },
  examples: [{ line: 'sample', says: 'the usual' }, { line: 'sample paint --json' }],
  exitCodes: exitCodeWords,
  standard: 'paint',
  commands: [
    defineCommand({
      name: 'paint',
      summary: 'paint something',
      arguments: [{ name: 'things', count: 'any', summary: 'what to paint' }],
      options: {
        json: { summary: 'as JSON' },
        dryRun: { summary: 'paint nothing', conflicts: ['coats'] },
        coats: {
          value: 'n',
          summary: 'how many coats',
          parse: (text) => (/^\d$/u.test(text) ? Number(text) : undefined),
          wanted: 'one digit',
          default: 1,
        },
        colour: { value: 'name', summary: 'of the paint', choices: ['red', 'green'] as const },
        skip: { value: 'thing', summary: 'what to leave', repeatable: true },
      },
      examples: [{ line: 'sample paint wall' }, { line: 'sample paint --dry-run' }],
      exitCodes: exitCodeWords,
      run: async () => async (io: Io, input) => {
        io.stdout(JSON.stringify(input))
        return exitCodes.ok
      },
    }),
    defineCommand({
      name: 'wash',
      summary: 'wash something',
      arguments: [{ name: 'thing', count: 'one', summary: 'what to wash', choices: ['wall', 'door'] }],
      options: {},
      examples: [{ line: 'sample wash wall' }, { line: 'sample wash door' }],
      exitCodes: exitCodeWords,
      run: async () => async () => {
        throw new TypeError('a defect')
      },
    }),
  ],
}
