import { defineCommand, type AskingIo, type CommandSpec } from '@gatecycle/command-line'
import { exitCodes } from '@gatecycle/diagnostics'
import { answers, changes, common, decision, oneFeature, stops, tell } from './command-words.ts'
import { driverCommands } from './driver-commands.ts'
import { historyCommands } from './history-commands.ts'
import { version } from './version.ts'

const run: CommandSpec<AskingIo> = defineCommand({
  name: 'run',
  summary: 'run the current gate',
  arguments: oneFeature,
  options: {
    ...common,
    dryRun: { summary: 'say what a run would do, and do nothing' },
    detailedExitcode: { summary: 'exit 20 instead of 0 when a gate was reached' },
    unit: {
      value: 'id',
      summary: 'one unit of the gate, whose dependencies are done',
      conflicts: ['dryRun'],
    },
  },
  examples: [
    { line: 'loop run FEAT-2026-0007', says: 'one feature of several' },
    { line: 'loop run --dry-run --json', says: 'the same plan, for a program' },
  ],
  exitCodes: stops,
  run: async () => async (io, input) => {
    const { dryRun, detailedExitcode, unit, root } = input.options
    const options = { feature: input.words[0], root }
    return tell(
      io,
      input,
      dryRun
        ? await (await import('./commands/dry-run.ts')).dryRun(io, options)
        : await (await import('./commands/run.ts')).run(io, { ...options, detailedExitcode, unit }),
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
  options: { ...decision, sign: { summary: 'sign the arm, also where commits are not signed' } },
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
  isRare: true,
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
  commands: [run, status, arm, accept, init, config, ...driverCommands, ...historyCommands],
  standard: 'run',
  tellFailure: async (io, argv, { error, exitCode }) => {
    if (!argv.includes('--json')) return
    const { renderErrorJson } = await import('./commands/command-result.ts')
    io.stdout(renderErrorJson(error, exitCode))
  },
}
