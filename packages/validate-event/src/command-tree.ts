import { defineCommand, type CommandSpec } from '@gatecycle/command-line'
import { AppError, exitCodes } from '@gatecycle/diagnostics'
import type { ValidateIo } from './commands/validate.ts'
import { outputFormats } from './formats.ts'
import { version } from './version.ts'

/** `validate-event` and its options. */
export const validateEventCommand: CommandSpec<ValidateIo> = defineCommand({
  name: 'validate-event',
  version,
  summary: 'Checks event logs: every line against its schema, and the chain from line to line.',
  arguments: [
    { name: 'files', count: 'any', summary: 'logs, one JSON object on each line; - is standard input' },
  ],
  options: {
    stdin: { summary: 'read standard input (as without files)' },
    file: { value: 'path', repeatable: true, summary: 'a log, as in files; repeatable' },
    format: {
      value: 'format',
      choices: outputFormats,
      default: 'pretty',
      summary: 'how findings are printed',
    },
    chain: { summary: 'require that every line is sealed' },
    head: {
      value: 'hash',
      parse: toHash,
      wanted: 'sha256: and 64 lower-case hex digits',
      summary: 'the hash the log must end with',
    },
    invariants: {
      summary: 'check what events say together: starts, ends, time, one commit per unit',
    },
    schemaRoot: { value: 'folder', summary: 'further payload schemas: events/<event_type>.schema.json' },
    maxErrors: {
      value: 'n',
      parse: toCount,
      wanted: 'a whole number from 0',
      default: 100,
      summary: 'findings to print; 0 prints all',
    },
    allowEmpty: { summary: 'accept a log without events' },
  },
  notes: [
    'Environment: GATECYCLE_SCHEMA_ROOT, SPECFUSE_SCHEMA_ROOT as --schema-root · NO_COLOR, FORCE_COLOR',
  ],
  examples: [
    { line: 'validate-event .gatecycle/features/*/events.jsonl' },
    {
      line: 'validate-event --chain --head sha256:9f2c… events.jsonl',
      says: 'against a head you wrote down',
    },
  ],
  exitCodes: {
    [exitCodes.ok]: 'valid',
    [exitCodes.refused]: 'not valid, or empty',
    [exitCodes.usage]: 'wrong usage, unreadable file',
    [exitCodes.internal]: 'a defect of validate-event',
  },
  run: async () => {
    const { validateLogs } = await import('./commands/validate.ts')
    return async (io, { words, options }) => {
      const paths = toPaths([...words, ...options.file, ...(options.stdin ? ['-'] : [])], io)
      const fromEnv = io.env['GATECYCLE_SCHEMA_ROOT'] || io.env['SPECFUSE_SCHEMA_ROOT'] || undefined
      return validateLogs(paths, { ...options, schemaRoot: options.schemaRoot ?? fromEnv }, io)
    }
  },
})

function toPaths(paths: readonly string[], io: ValidateIo): readonly string[] {
  if (paths.length > 0) return paths
  if (!io.isTerminal.stdin) return ['-']
  throw new AppError('NO_LOG_GIVEN', 'no log was given', { hint: 'name a file, or - for standard input' })
}

function toHash(text: string): string | undefined {
  return /^sha256:[0-9a-f]{64}$/u.test(text) ? text : undefined
}

function toCount(text: string): number | undefined {
  return /^\d{1,9}$/u.test(text) ? Number(text) : undefined
}
