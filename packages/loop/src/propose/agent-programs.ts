/** How an agent's program does one unit without asking: the prompt on its stdin, its answer on its stdout. */
interface AgentProgram {
  readonly bin: string
  /** What it may do without a question, for the person who decides about it. */
  readonly may: string
  readonly args: (commands: readonly (readonly string[])[]) => readonly string[]
}

/** In the order of preference where several are on PATH. The options are those of each program's own help. */
export const agentPrograms: readonly AgentProgram[] = [
  {
    bin: 'claude',
    may: 'edits files; of the shell, the verification commands and nothing else',
    args: (commands) => [
      '-p',
      '--model',
      '{model}',
      '--effort',
      '{effort}',
      '--permission-mode',
      'acceptEdits',
      '--allowedTools',
      ['Read', 'Glob', 'Grep', 'Edit', 'Write', ...commands.map(toShellTool)].join(','),
    ],
  },
  {
    bin: 'codex',
    may: 'edits files and runs commands inside the worktree, in its own sandbox',
    args: () => ['exec', '--sandbox', 'workspace-write', '--ephemeral', '-'],
  },
  {
    bin: 'gemini',
    may: 'edits files; other tools that would ask are refused',
    args: () => ['-o', 'text', '--approval-mode', 'auto_edit', '--skip-trust'],
  },
  { bin: 'opencode', may: 'what its own configuration allows; the rest is refused', args: () => ['run'] },
  { bin: 'pi', may: 'everything that you may: it asks nothing', args: () => ['-p', '--no-session'] },
  {
    bin: 'qwen',
    may: 'edits files; other tools that would ask are refused',
    args: () => ['--approval-mode', 'auto-edit'],
  },
  {
    bin: 'copilot',
    may: 'everything that you may: without that it does nothing unattended',
    args: () => ['-s', '--allow-all-tools', '--no-ask-user', '--no-auto-update'],
  },
]

function toShellTool(argv: readonly string[]): string {
  return `Bash(${argv.join(' ')}:*)`
}
