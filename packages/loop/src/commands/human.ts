import { runMarkVariable } from '@gatecycle/agents'
import type { AskingIo } from '@gatecycle/command-line'
import { AppError, exitCodes, type Io } from '@gatecycle/diagnostics'
import type { Git } from '../ports.ts'

/** The process of a command that may ask its user. */
export type LoopIo = AskingIo

/** What agent CLIs put into the environment of their tools (their own documentation; docs/guide/arming.md lists them). */
const agentVariables = [
  'CLAUDECODE',
  'CODEX_SANDBOX',
  'GEMINI_CLI',
  'QWEN_CODE',
  'OPENCODE',
  'COPILOT_CLI',
  'CURSOR_AGENT',
]

/** An act that needs a human is refused to what an agent started. A person who sits in an agent's terminal uses another one. */
export function refuseAgents(env: Io['env'], act: string): void {
  const found = [runMarkVariable, ...agentVariables].find((name) => (env[name] ?? '') !== '')
  if (found === undefined) return
  throw new AppError(
    'HUMAN_NEEDED',
    `${act} is a person's act, and ${found} says that an agent started this`,
    {
      hint: 'type the command in a terminal of your own',
      exitCode: exitCodes.refused,
    },
  )
}

/** A yes of the person: `--yes`, or y on a terminal. Without either, nothing is done. */
export async function confirm(io: LoopIo, question: string, yes: boolean): Promise<boolean> {
  if (yes) return true
  if (!io.isTerminal.stdin) {
    throw new AppError('CONFIRMATION_NEEDED', 'there is no terminal to ask on', {
      hint: 'in a script say --yes, and --reason "…" to record why',
    })
  }
  return /^y(?:es)?$/iu.test((await io.ask(`${question} [y/N] `)).trim())
}

/** Who acts, as git knows them: `Name <address>`. */
export async function actorOf(git: Git): Promise<string> {
  const { exitCode, stdout } = await git.run(['var', 'GIT_COMMITTER_IDENT'])
  if (exitCode === 0) return stdout.trim().replace(/ \d+ [+-]\d{4}$/u, '')
  throw new AppError('IDENTITY_MISSING', 'git does not know who you are', {
    hint: 'git config user.name "…" and git config user.email "…"',
    exitCode: exitCodes.environment,
  })
}
