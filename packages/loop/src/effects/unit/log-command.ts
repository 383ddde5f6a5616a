import { outputDigestOf, type CommandResult } from '../../policy/command-result.ts'
import { trimText } from '../../policy/trim-text.ts'
import type { World } from '../world.ts'

/** Writes the answer of one command into the log. */
export async function logCommand(
  result: CommandResult,
  attempt: number,
  unit: string,
  world: World,
): Promise<void> {
  const { set, name, answer, argv, shell, cwd, exit, signal, ms, bytes, output, reason, findings } = result
  const log = await world.log()
  await log.append({
    correlation_id: unit,
    event_type: 'command_run',
    payload: {
      attempt,
      set,
      name,
      answer,
      argv: argv === undefined ? null : [...argv],
      command: argv === undefined ? (shell ?? '') : null,
      cwd,
      exit: exit ?? null,
      signal: signal ?? null,
      ms,
      output_sha256: outputDigestOf(result),
      output_bytes: bytes,
      tail: trimText(output, 4000),
      tests: countsOf(result),
      ...(reason === undefined ? {} : { reason }),
      ...(findings === undefined ? {} : { findings }),
    },
  })
}

/** Null: no runner could be read, so that nobody knows how many tests there were. */
function countsOf({ tests }: CommandResult): TestCounts | null {
  if (tests === undefined) return null
  const { runner, executed, failed, skipped } = tests
  return { runner, executed, failed, skipped }
}

type TestCounts = Pick<NonNullable<CommandResult['tests']>, 'runner' | 'executed' | 'failed' | 'skipped'>
