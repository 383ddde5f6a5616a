import { resolve } from 'node:path'
import { runProcess } from './adapters/run-process.ts'
import { agentEnvironment } from './agent-environment.ts'
import { decideOutcome } from './decide-outcome.ts'
import type { AgentJob, AgentOutcome, AgentProfile, Invocation, Preset } from './preset.ts'
import type { ProcessEnd } from './process-end.ts'
import { defaultOutputCapBytes, type ProcessOrder } from './process-order.ts'

type Watch = Pick<
  ProcessOrder,
  | 'mark'
  | 'containment'
  | 'timeoutMs'
  | 'silenceMs'
  | 'outputFile'
  | 'outputFilter'
  | 'signal'
  | 'onOutput'
  | 'killGraceMs'
  | 'drainMs'
>

/** One attempt: who does what, in which environment, watched how. */
export interface AgentOrder extends Watch {
  readonly preset: Preset
  readonly profile: AgentProfile
  readonly job: AgentJob
  /** The driver's own environment; it is filtered here. */
  readonly environment: Readonly<Record<string, string | undefined>>
}

export interface AgentRun {
  readonly outcome: AgentOutcome
  readonly end: ProcessEnd
  /** Names of the environment that the agent did not get, sorted. */
  readonly withheld: readonly string[]
}

/**
 * Runs an agent on one job and says what became of it. Every failure of the agent is an outcome. Throws an AppError
 * when the profile cannot be turned into a call.
 */
export async function runAgent(order: AgentOrder): Promise<AgentRun> {
  const { preset, profile, job, environment, ...watch } = order
  const invocation = preset.build(job, profile)
  const { env, withheld } = agentEnvironment(environment, {
    additions: invocation.env,
    pass: profile.pass,
    cwd: job.cwd,
  })
  const parser = preset.createParser()
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  const end = await runProcess({
    ...watch,
    argv: resolveProgram(invocation, job.cwd),
    cwd: job.cwd,
    env,
    stdin: invocation.stdin,
    outputCapBytes: defaultOutputCapBytes,
    onOutput: (chunk, stream) => {
      if (stream === 'stdout') parser.push(decoder.decode(chunk, { stream: true }))
      watch.onOutput?.(chunk, stream)
    },
  })
  parser.push(decoder.decode())
  return { outcome: decideOutcome(end, (ended) => parser.finish(ended)), end, withheld }
}

/** A path with a slash is meant from the worktree; anything else is looked up in the agent's own PATH. */
function resolveProgram({ argv: [bin, ...args] }: Invocation, cwd: string): readonly [string, ...string[]] {
  return [bin.includes('/') ? resolve(cwd, bin) : bin, ...args]
}
