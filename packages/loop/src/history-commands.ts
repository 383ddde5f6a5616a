import { defineCommand, type AskingIo, type CommandSpec } from '@gatecycle/command-line'
import { exitCodes } from '@gatecycle/diagnostics'
import { answers, changes, common, decision, oneFeature, tell } from './command-words.ts'

const resync: CommandSpec<AskingIo> = defineCommand({
  name: 'resync',
  isRare: true,
  summary: 'say what became of the branch, and go on from one side',
  arguments: oneFeature,
  options: {
    ...common,
    take: {
      value: 'side',
      choices: ['branch', 'run'],
      summary: 'the side that counts, where they have parted',
    },
  },
  examples: [
    { line: 'loop resync', says: 'explains, and asks for a side only where one would lose commits' },
    { line: 'loop resync FEAT-2026-0007 --take branch', says: 'what the branch lacks is pending again' },
  ],
  exitCodes: changes,
  run: async () => {
    const command = await import('./commands/resync.ts')
    return async (io, input) =>
      tell(io, input, await command.resync(io, { feature: input.words[0], ...input.options }))
  },
})

const oneRescue = [
  { name: 'rescue', count: 'one', summary: 'name, as the list shows it, or the whole ref' },
] as const

const listRescues: CommandSpec<AskingIo> = defineCommand({
  name: 'list',
  summary: 'what is kept: unit, attempt, when, why, how many files',
  arguments: [{ name: 'feature', count: 'at most one', summary: 'id, number or folder; without it all' }],
  options: common,
  examples: [{ line: 'loop rescue list' }, { line: 'loop rescue list FEAT-2026-0007 --json' }],
  exitCodes: answers,
  run: async () => {
    const command = await import('./commands/rescue.ts')
    return async (io, input) =>
      tell(io, input, await command.listKept(io, { feature: input.words[0], root: input.options.root }))
  },
})

const showRescue: CommandSpec<AskingIo> = defineCommand({
  name: 'show',
  summary: 'what is in it, as a diff',
  arguments: oneRescue,
  options: common,
  examples: [
    { line: 'loop rescue show T02/20261120T072703Z-42a490-1' },
    { line: 'loop rescue show T02/20261120T072703Z-42a490-1 --json' },
  ],
  exitCodes: answers,
  run: async () => {
    const command = await import('./commands/rescue.ts')
    return async (io, input) =>
      tell(io, input, await command.showKept(io, { name: input.words[0] ?? '', root: input.options.root }))
  },
})

const restoreRescue: CommandSpec<AskingIo> = defineCommand({
  name: 'restore',
  summary: 'bring it back: as a new branch, or as files that replace nothing of yours',
  arguments: oneRescue,
  options: {
    ...common,
    branch: { value: 'name', summary: 'make this branch of it; without it files are written here' },
  },
  examples: [
    {
      line: 'loop rescue restore T02/20261120T072703Z-42a490-1',
      says: 'files, beside yours where they differ',
    },
    { line: 'loop rescue restore T02/20261120T072703Z-42a490-1 --branch try-again' },
  ],
  exitCodes: answers,
  run: async () => {
    const command = await import('./commands/rescue.ts')
    return async (io, input) =>
      tell(io, input, await command.restoreKept(io, { name: input.words[0] ?? '', ...input.options }))
  },
})

const rescue: CommandSpec<AskingIo> = {
  name: 'rescue',
  isRare: true,
  summary: 'what failed, cut and given-up work left: list it, show it, bring it back',
  options: common,
  examples: [
    { line: 'loop rescue list' },
    { line: 'loop rescue restore T02/20261120T072703Z-42a490-1 --branch try-again' },
  ],
  exitCodes: answers,
  commands: [listRescues, showRescue, restoreRescue],
  standard: 'list',
}

const undo: CommandSpec<AskingIo> = defineCommand({
  name: 'undo',
  isRare: true,
  summary: 'take a landed unit back in one commit: its work, its status, a line in the log',
  arguments: [
    { name: 'unit', count: 'one', summary: 'id, or the part of it behind the feature' },
    ...oneFeature,
  ],
  options: decision,
  examples: [
    { line: 'loop undo T03', says: 'shows its commit, and asks' },
    { line: 'loop undo T03 FEAT-2026-0007 --yes --reason "wrong table"', says: 'in a script of yours' },
  ],
  exitCodes: changes,
  run: async () => {
    const command = await import('./commands/undo.ts')
    return async (io, input) => {
      const [unit = '', feature] = input.words
      return tell(io, input, await command.undo(io, { unit, feature, ...input.options }))
    }
  },
})

const rebuild: CommandSpec<AskingIo> = defineCommand({
  name: 'rebuild',
  isRare: true,
  summary: 'make again what lies outside the commits, and front matter as history has it',
  arguments: oneFeature,
  options: decision,
  notes: ['what front matter would say is shown first, and written after a yes, in one commit'],
  examples: [
    { line: 'loop rebuild', says: 'tells every difference, and asks' },
    { line: 'loop rebuild FEAT-2026-0007 --yes --reason "lost in a merge"', says: 'in a script of yours' },
  ],
  exitCodes: changes,
  run: async () => {
    const command = await import('./commands/rebuild.ts')
    return async (io, input) =>
      tell(io, input, await command.rebuild(io, { feature: input.words[0], ...input.options }))
  },
})

const prove: CommandSpec<AskingIo> = defineCommand({
  name: 'prove',
  isRare: true,
  summary: 'hold each unit of a range against its own commit, tree and log',
  arguments: [{ name: 'range', count: 'one', summary: 'commits, as for git log' }],
  options: common,
  notes: ['proved: as it landed; carried: rebased or squashed, the same change; unproved: with the reason'],
  examples: [
    { line: 'loop prove main..HEAD', says: 'what a branch adds' },
    { line: 'loop prove HEAD~1..HEAD --json', says: 'a squash merge, for a program' },
  ],
  exitCodes: { ...answers, [exitCodes.ok]: 'all proved or carried', [exitCodes.refused]: 'not all, or none' },
  run: async () => {
    const command = await import('./commands/prove.ts')
    return async (io, input) =>
      tell(io, input, await command.prove(io, { range: input.words[0] ?? '', root: input.options.root }))
  },
})

/** The commands about what is in git: refs, commits, proofs. */
export const historyCommands: readonly CommandSpec<AskingIo>[] = [rescue, undo, resync, rebuild, prove]
