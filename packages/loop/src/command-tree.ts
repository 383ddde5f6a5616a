import {
  defineCommand,
  type AskingIo,
  type CommandSpec,
  type ExitCodeWords,
  type Input,
} from '@gatecycle/command-line'
import { exitCodes, type ExitCode } from '@gatecycle/diagnostics'
import type { CommandResult } from './commands/command-result.ts'
import { version } from './version.ts'

/** What every command of `loop` takes. */
const common = {
  root: { value: 'dir', summary: 'state folder or repository (also GATECYCLE_ROOT)' },
  json: { summary: 'one JSON object on stdout: the result' },
} as const

const decision = {
  ...common,
  yes: { summary: 'do not ask' },
  reason: { value: 'text', summary: 'why, for the log' },
} as const

const oneFeature = [
  { name: 'feature', count: 'at most one', summary: 'id, number or folder; without it the active one' },
] as const

const answers: ExitCodeWords = {
  [exitCodes.ok]: 'done',
  [exitCodes.refused]: 'refused',
  [exitCodes.usage]: 'usage',
  [exitCodes.internal]: 'internal error',
}

const stops: ExitCodeWords = {
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

const changes: ExitCodeWords = {
  ...answers,
  [exitCodes.lockHeld]: 'another driver',
  [exitCodes.damaged]: 'damaged',
  [exitCodes.environment]: 'environment not ready',
  [exitCodes.treeInTheWay]: 'your tree in the way',
}

const run: CommandSpec<AskingIo> = defineCommand({
  name: 'run',
  summary: 'run the current gate',
  arguments: oneFeature,
  options: {
    ...common,
    dryRun: { summary: 'say what a run would do, and do nothing' },
    detailedExitcode: { summary: 'exit 20 instead of 0 when a gate was reached' },
  },
  examples: [
    { line: 'loop run FEAT-2026-0007', says: 'one feature of several' },
    { line: 'loop run --dry-run --json', says: 'the same plan, for a program' },
  ],
  exitCodes: stops,
  run: async () => async (io, input) => {
    const { dryRun, detailedExitcode, root } = input.options
    const options = { feature: input.words[0], root }
    return tell(
      io,
      input,
      dryRun
        ? await (await import('./commands/dry-run.ts')).dryRun(io, options)
        : await (await import('./commands/run.ts')).run(io, { ...options, detailedExitcode }),
    )
  },
})

const status: CommandSpec<AskingIo> = defineCommand({
  name: 'status',
  summary: 'features, gates, units, and the next command',
  arguments: [{ name: 'feature', count: 'at most one', summary: 'id, number or folder; without it all' }],
  options: common,
  examples: [{ line: 'loop status' }, { line: 'loop status FEAT-2026-0007 --json' }],
  exitCodes: answers,
  run: async () => {
    const command = await import('./commands/status.ts')
    return async (io, input) =>
      tell(io, input, await command.status(io, { feature: input.words[0], root: input.options.root }))
  },
})

const arm: CommandSpec<AskingIo> = defineCommand({
  name: 'arm',
  summary: 'permit the next gate, with exactly this content',
  arguments: oneFeature,
  options: decision,
  examples: [
    { line: 'loop arm', says: 'shows what it permits, and asks' },
    { line: 'loop arm FEAT-2026-0007 --yes --reason "reviewed in #12"', says: 'in a script of yours' },
  ],
  exitCodes: changes,
  run: async () => {
    const command = await import('./commands/arm.ts')
    return async (io, input) =>
      tell(io, input, await command.arm(io, { feature: input.words[0], ...input.options }))
  },
})

const accept: CommandSpec<AskingIo> = defineCommand({
  name: 'accept',
  summary: 'end a feature whose last gate you have reviewed',
  arguments: oneFeature,
  options: decision,
  examples: [
    { line: 'loop accept FEAT-2026-0007' },
    { line: 'loop accept --yes --reason "tried on staging"', says: 'in a script of yours' },
  ],
  exitCodes: changes,
  run: async () => {
    const command = await import('./commands/accept.ts')
    return async (io, input) =>
      tell(io, input, await command.accept(io, { feature: input.words[0], ...input.options }))
  },
})

const init: CommandSpec<AskingIo> = defineCommand({
  name: 'init',
  summary: 'propose a state folder from what the repository has, and write it',
  options: { ...common, dryRun: { summary: 'only show it' }, yes: { summary: 'do not ask' } },
  examples: [{ line: 'loop init', says: 'shows every file, and asks' }, { line: 'loop init --dry-run' }],
  exitCodes: { ...answers, [exitCodes.environment]: 'environment not ready' },
  run: async () => {
    const command = await import('./commands/init.ts')
    return async (io, input) => tell(io, input, await command.init(io, input.options))
  },
})

const config: CommandSpec<AskingIo> = defineCommand({
  name: 'config',
  summary: 'every setting that counts, and which file says so',
  options: {
    ...common,
    effective: { summary: 'the same: repository, personal file and defaults together' },
    path: { summary: 'only where the two files are' },
  },
  examples: [{ line: 'loop config' }, { line: 'loop config --path' }],
  exitCodes: answers,
  run: async () => {
    const command = await import('./commands/config.ts')
    return async (io, input) => tell(io, input, await command.config(io, input.options))
  },
})

/** `loop`: its commands, of which `run` is meant where none is named. */
export const loopCommand: CommandSpec<AskingIo> = {
  name: 'loop',
  version,
  summary:
    'Drives a feature from gate to gate: one fresh agent per unit, verified and committed by the driver.',
  options: common,
  examples: [
    { line: 'loop --dry-run', says: 'what the next run would do; writes nothing' },
    { line: 'loop arm && loop', says: 'permit the gate, then run it to its review' },
  ],
  // The stops of a run have lines enough for a screen of their own.
  exitCodes: { ...answers, [exitCodes.gateReached]: 'and more: why a run stopped, see loop run --help' },
  commands: [run, status, arm, accept, init, config],
  standard: 'run',
  tellFailure: async (io, argv, { error, exitCode }) => {
    if (!argv.includes('--json')) return
    const { renderErrorJson } = await import('./commands/command-result.ts')
    io.stdout(renderErrorJson(error, exitCode))
  },
}

/** The result as text, or as the last line of `--json`. */
async function tell(
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
