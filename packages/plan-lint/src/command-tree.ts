import { defineCommand, type CommandSpec, type ExitCodeWords } from '@gatecycle/command-line'
import { exitCodes } from '@gatecycle/diagnostics'
import { formats } from './formats.ts'
import { version } from './generated/version.ts'

const exitCodeWords: ExitCodeWords = {
  [exitCodes.ok]: 'done',
  [exitCodes.usage]: 'wrong usage',
  [exitCodes.internal]: 'a defect of plan-lint',
}

const explain: CommandSpec = defineCommand({
  name: 'explain',
  summary: 'print the page of a rule: why, examples, how to fix',
  arguments: [{ name: 'rule', count: 'one', summary: 'its code or its name' }],
  options: {},
  examples: [{ line: 'plan-lint explain PL101' }, { line: 'plan-lint explain no-unknown-dependency' }],
  exitCodes: { ...exitCodeWords, [exitCodes.usage]: 'there is no such rule' },
  run: async () => {
    const { explainRule } = await import('./commands/explain.ts')
    return async (io, { words }) => explainRule(words[0] ?? '', io)
  },
})

const rules: CommandSpec = defineCommand({
  name: 'rules',
  summary: 'list all rules',
  options: { json: { summary: 'as JSON' } },
  examples: [{ line: 'plan-lint rules' }, { line: 'plan-lint rules --json' }],
  exitCodes: exitCodeWords,
  run: async () => {
    const { listRules } = await import('./commands/list-rules.ts')
    return async (io, { options }) => listRules(options, io)
  },
})

/** `plan-lint`, its options and its sub-commands. */
export const planLintCommand: CommandSpec = defineCommand({
  name: 'plan-lint',
  version,
  summary: 'Checks plans before an agent is paid to follow them. Reads files; runs and writes nothing.',
  arguments: [
    {
      name: 'paths',
      count: 'any',
      summary: 'feature folders, files in them, state folders or repositories',
    },
  ],
  options: {
    format: { value: 'format', choices: formats, default: 'pretty', summary: 'how findings are printed' },
    staged: {
      conflicts: ['root'],
      summary: 'judge what the next commit holds: the git index, not the files',
    },
    quiet: { summary: 'print errors only' },
    maxWarnings: {
      value: 'n',
      parse: toCount,
      wanted: 'a whole number from 0',
      default: Number.POSITIVE_INFINITY,
      summary: 'fail when there are more warnings',
    },
    root: { value: 'dir', summary: 'the state folder, or the repository that holds it' },
  },
  notes: [
    'Without paths: all features of the nearest .gatecycle (or .specfuse) folder above.',
    'Environment: GATECYCLE_ROOT as --root · NO_COLOR, FORCE_COLOR',
  ],
  examples: [
    { line: 'plan-lint --staged', says: 'in a pre-commit hook' },
    { line: 'plan-lint --format json .gatecycle/features/FEAT-2026-0007-health-endpoint' },
  ],
  exitCodes: {
    [exitCodes.ok]: 'no errors',
    [exitCodes.refused]: 'errors, or too many warnings',
    [exitCodes.usage]: 'wrong usage, nothing to lint',
    [exitCodes.internal]: 'a defect of plan-lint',
  },
  commands: [explain, rules],
  run: async () => {
    const { lintPaths } = await import('./commands/lint.ts')
    return async (io, { words, options }) => {
      const root = options.root ?? (io.env['GATECYCLE_ROOT'] || undefined)
      return lintPaths(words, { ...options, root }, io)
    }
  },
})

function toCount(text: string): number | undefined {
  return /^\d+$/u.test(text) ? Number(text) : undefined
}
