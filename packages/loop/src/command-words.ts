import type { AskingIo, ExitCodeWords, Input } from '@gatecycle/command-line'
import { exitCodes, type ExitCode } from '@gatecycle/diagnostics'
import type { CommandResult } from './commands/command-result.ts'

type Common = {
  readonly root: { readonly value: string; readonly summary: string }
  readonly json: { readonly summary: string }
}

/** What every command of `loop` takes. */
export const common: Common = {
  root: { value: 'dir', summary: 'state folder or repository (also GATECYCLE_ROOT)' },
  json: { summary: 'one JSON object on stdout: the result' },
}

type Decision = Common & {
  readonly yes: { readonly summary: string }
  readonly reason: { readonly value: string; readonly summary: string }
}

/** What a command takes that is a person's decision. */
export const decision: Decision = {
  ...common,
  yes: { summary: 'do not ask' },
  reason: { value: 'text', summary: 'why, for the log' },
}

/** The argument of a command that works on one feature. */
export const oneFeature = [
  { name: 'feature', count: 'at most one', summary: 'id, number or folder; without it the active one' },
] as const

/** The exit codes that every command has. */
export const answers: ExitCodeWords = {
  [exitCodes.ok]: 'done',
  [exitCodes.refused]: 'refused',
  [exitCodes.usage]: 'usage',
  [exitCodes.internal]: 'internal error',
}

/** The exit codes of a run. */
export const stops: ExitCodeWords = {
  [exitCodes.ok]: 'done (a gate reached counts)',
  [exitCodes.refused]: 'refused',
  [exitCodes.usage]: 'usage',
  [exitCodes.internal]: 'internal error',
  [exitCodes.gateReached]: 'gate reached (--detailed-exitcode)',
  [exitCodes.notArmed]: 'not armed',
  [exitCodes.unitBlocked]: 'unit blocked',
  [exitCodes.parked]: 'provider parked',
  [exitCodes.lockHeld]: 'another driver',
  [exitCodes.tampering]: 'tampering',
  [exitCodes.damaged]: 'damaged',
  [exitCodes.baselineRed]: 'baseline red',
  [exitCodes.graphStuck]: 'graph stuck',
  [exitCodes.environment]: 'environment not ready',
  [exitCodes.treeInTheWay]: 'your tree in the way',
  [exitCodes.hangup]: 'hung up',
  [exitCodes.interrupted]: 'interrupted, resumable',
  [exitCodes.terminated]: 'terminated, resumable',
}

/** The exit codes of a command that changes something. */
export const changes: ExitCodeWords = {
  ...answers,
  [exitCodes.lockHeld]: 'another driver',
  [exitCodes.damaged]: 'damaged',
  [exitCodes.environment]: 'environment not ready',
  [exitCodes.treeInTheWay]: 'your tree in the way',
}

/** The result as text, or as the last line of `--json`. */
export async function tell(
  io: AskingIo,
  { options }: Input<{ readonly json: boolean }>,
  result: CommandResult,
): Promise<ExitCode> {
  if (!options.json) {
    io.stdout(result.text)
    return result.exitCode
  }
  const { renderResultJson } = await import('./commands/command-result.ts')
  io.stdout(renderResultJson(result))
  return result.exitCode
}
