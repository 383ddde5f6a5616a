import { digestData, type Digest } from '@gatecycle/plan-model'
import type { CommandResult } from './command-result.ts'
import { isHarmless } from './judge-answers.ts'
import { normaliseLine, normaliseOutput } from './normalise-output.ts'

/**
 * What failed, as a set: the failing tests by name where the runner names them, else the command with all that it said. It is the same for
 * two runs that failed in the same way, whatever differs from run to run.
 */
export function failureSignatureOf(results: readonly CommandResult[]): Digest {
  const failed = results.filter((result) => !isHarmless(result))
  return digestData([...new Set(failed.flatMap(failuresOf))].toSorted())
}

function failuresOf(result: CommandResult): readonly string[] {
  const { set, name, answer, exit, signal, output, tests } = result
  const command = `${set}/${name}`
  if (answer === 'flaky') return [`${command}: flaky`]
  const failing = tests?.failing ?? []
  if (failing.length > 0 && answer === 'failed')
    return failing.map(({ id }) => `${command}: ${normaliseLine(id)}`)
  return [`${command}: ${answer} ${signal ?? exit ?? ''} ${digestData(normaliseOutput(output))}`]
}
