import { defineCommand, type AskingIo, type CommandSpec } from '@gatecycle/command-line'
import { exitCodes } from '@gatecycle/diagnostics'
import { answers, common, oneFeature, tell } from './command-words.ts'

const asked = { ...answers, [exitCodes.lockHeld]: 'its driver cannot be asked from here' }

const stop: CommandSpec<AskingIo> = defineCommand({
  name: 'stop',
  isRare: true,
  summary: 'ask the driver that runs to end after the unit in flight',
  arguments: oneFeature,
  options: { ...common, now: { summary: 'at once, as Ctrl-C in its terminal does' } },
  examples: [{ line: 'loop stop' }, { line: 'loop stop FEAT-2026-0007 --now' }],
  exitCodes: asked,
  run: async () => {
    const command = await import('./commands/ask-driver.ts')
    return async (io, input) =>
      tell(io, input, await command.stop(io, { feature: input.words[0], ...input.options }))
  },
})

const pause: CommandSpec<AskingIo> = defineCommand({
  name: 'pause',
  isRare: true,
  summary: 'let the driver finish the unit in flight, and wait',
  arguments: oneFeature,
  options: common,
  examples: [{ line: 'loop pause' }, { line: 'loop pause FEAT-2026-0007 --json' }],
  exitCodes: asked,
  run: async () => {
    const command = await import('./commands/ask-driver.ts')
    return async (io, input) =>
      tell(io, input, await command.pause(io, { feature: input.words[0], root: input.options.root }))
  },
})

const resume: CommandSpec<AskingIo> = defineCommand({
  name: 'resume',
  isRare: true,
  summary: 'let a paused driver go on',
  arguments: oneFeature,
  options: common,
  examples: [{ line: 'loop resume' }, { line: 'loop resume FEAT-2026-0007 --json' }],
  exitCodes: asked,
  run: async () => {
    const command = await import('./commands/ask-driver.ts')
    return async (io, input) =>
      tell(io, input, await command.resume(io, { feature: input.words[0], root: input.options.root }))
  },
})

const unlock: CommandSpec<AskingIo> = defineCommand({
  name: 'unlock',
  isRare: true,
  summary: 'free a lock whose driver cannot be seen from here and is gone',
  arguments: oneFeature,
  options: { ...common, yes: { summary: 'do not ask' } },
  examples: [
    { line: 'loop unlock', says: 'names the holder, and asks' },
    { line: 'loop unlock FEAT-2026-0007 --yes', says: 'in a script of yours' },
  ],
  exitCodes: { ...answers, [exitCodes.lockHeld]: 'its holder is alive' },
  run: async () => {
    const command = await import('./commands/unlock.ts')
    return async (io, input) =>
      tell(io, input, await command.unlock(io, { feature: input.words[0], ...input.options }))
  },
})

/** The commands that speak to a driver that runs, or that ran elsewhere. */
export const driverCommands: readonly CommandSpec<AskingIo>[] = [stop, pause, resume, unlock]
