import {
  defineCommand,
  renamed,
  renderCompletion,
  shells,
  type AskingIo,
  type CommandSpec,
} from '@gatecycle/command-line'
import { exitCodes } from '@gatecycle/diagnostics'
import { loopCommand } from '@gatecycle/loop'
import { planLintCommand } from '@gatecycle/plan-lint'
import { validateEventCommand } from '@gatecycle/validate-event'
import { version } from './version.ts'

const completion: CommandSpec<AskingIo> = defineCommand({
  name: 'completion',
  summary: 'a script that completes all of these commands',
  arguments: [
    { name: 'shell', count: 'one', choices: shells, summary: `for which shell: ${shells.join(', ')}` },
  ],
  options: {},
  examples: [
    { line: 'source <(gatecycle completion bash)', says: 'in ~/.bashrc; zsh likewise' },
    { line: 'gatecycle completion fish | source', says: 'in config.fish' },
  ],
  exitCodes: {
    [exitCodes.ok]: 'done',
    [exitCodes.usage]: 'no such shell',
    [exitCodes.internal]: 'a defect of gatecycle',
  },
  run:
    async () =>
    async (io, { words }) => {
      const shell = shells.find((name) => name === words[0]) ?? 'bash'
      io.stdout(renderCompletion(shell, programs))
      return exitCodes.ok
    },
})

/** All commands of the published package under one name: the same trees, with other names in front. */
export const gatecycleCommand: CommandSpec<AskingIo> = {
  name: 'gatecycle',
  version,
  summary: 'Hands features to AI coding agents, and gives back commits you can trust.',
  notes: ['Without installing it: npx gatecycle <command>. Each command has a --help of its own.'],
  examples: [
    { line: 'gatecycle init', says: 'propose a state folder for this repository' },
    { line: 'gatecycle lint && gatecycle run --dry-run', says: 'is the plan right, and what would happen' },
  ],
  exitCodes: {
    [exitCodes.ok]: 'done',
    [exitCodes.refused]: 'findings or refused',
    [exitCodes.usage]: 'wrong usage',
    [exitCodes.internal]: 'a defect · more in each --help',
  },
  commands: [
    { ...renamed(planLintCommand, 'lint', 'gatecycle lint'), summary: 'check plans (plan-lint)' },
    {
      ...renamed(validateEventCommand, 'validate', 'gatecycle validate'),
      summary: 'check event logs (validate-event)',
    },
    ...(loopCommand.commands ?? []).map((command) => toOwn(command)),
    completion,
  ],
}

/** Every program of the package. */
export const programs: readonly CommandSpec<AskingIo>[] = [
  planLintCommand,
  validateEventCommand,
  loopCommand,
  gatecycleCommand,
]

/** A command of `loop` as one of the umbrella. */
function toOwn(command: CommandSpec<AskingIo>): CommandSpec<AskingIo> {
  const { tellFailure } = loopCommand
  const own = renamed(command, command.name, 'gatecycle', 'loop')
  return tellFailure === undefined ? own : { ...own, tellFailure }
}
