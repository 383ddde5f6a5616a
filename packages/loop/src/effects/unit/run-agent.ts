import { join } from 'node:path'
import { runAgent as runAgentProcess, type AgentRun } from '@gatecycle/agents'
import type { Interrupted } from '../../machine/failure.ts'
import type { AgentReport } from '../../machine/unit-attempt.ts'
import type { UnitEvent, UnitState } from '../../machine/unit-state.ts'
import { readIfThere } from '../../adapters/system/durable-file.ts'
import { endAll } from '../../adapters/system/end-all.ts'
import { trimText } from '../../policy/trim-text.ts'
import { parseResultBlock } from '../../policy/parse-result-block.ts'
import type { UnitSubject, World } from '../world.ts'
import { agentProfileOf, presetOf, tuningOf } from './agent-profile.ts'
import { attemptFolderOf, maxAttemptsOf, nonceOf } from './attempt-files.ts'
import { putHeadBack, recordViolation, watchGit } from './watch-git.ts'

/** One fresh agent process on one prompt. What it did to git itself is put back and written down before anything is judged. */
export async function runAgent(
  { attempt }: Extract<UnitState, { at: 'running-agent' }>,
  subject: UnitSubject,
  world: World,
): Promise<UnitEvent> {
  const { unit } = subject
  const log = await world.log()
  const agent = agentProfileOf(subject).name
  const { level: containment } = await world.containment(subject.plan.config)
  const started = { attempt, max_attempts: maxAttemptsOf(subject), agent, containment }
  await log.append({ correlation_id: unit.id, event_type: 'attempt_started', payload: started })
  world.report(`${unit.id} attempt ${attempt} of ${started.max_attempts}: agent ${agent} works`)
  const watch = await watchGit(world, unit.id, async () => world.worktree.ignored.note())
  const run = await startAgent(attempt, subject, world)
  const files = watch.putFilesBack()
  // Nothing that is put back below is in a tree, but for hidden rules, after which the files are looked at anew.
  if (run.end.kind !== 'interrupted') world.worktree.foresee(subject.base)
  const [refs, hidden] = await endAll([watch.putRefsBack(), world.worktree.ignored.unhide()])
  await logEnd(attempt, run, subject, world)
  for (const finding of [...files, ...refs, ...hidden.map(toFinding)])
    await recordViolation(world, unit.id, { attempt, ...finding })
  for (const finding of await putHeadBack(subject.base, world))
    await recordViolation(world, unit.id, { attempt, ...finding })
  const reason = world.stopping.reason()
  if (run.end.kind === 'interrupted' && reason !== undefined)
    return { type: 'interrupted', signal: reason } satisfies Interrupted
  return { type: 'agent-exited', report: world.redact(toReport(run, nonceOf(world, subject, attempt))) }
}

async function startAgent(attempt: number, subject: UnitSubject, world: World): Promise<AgentRun> {
  const { unit, plan } = subject
  const profile = agentProfileOf(subject)
  const folder = attemptFolderOf(world, subject, attempt)
  const minutes = unit.timeoutMinutes ?? plan.config.timeouts.attempt
  return runAgentProcess({
    preset: presetOf(profile),
    profile: { ...profile, pass: [...profile.pass, ...plan.config.env.pass] },
    job: {
      prompt: readIfThere(join(folder, 'prompt.md')) ?? '',
      ...tuningOf(unit, profile),
      cwd: world.worktree.path,
    },
    environment: withoutDropped(world.env, plan.config.env.drop),
    mark: world.mark,
    timeoutMs: minutes * 60_000,
    silenceMs: plan.config.timeouts.silence * 60_000,
    outputFile: join(folder, 'output.txt'),
    outputFilter: world.redactStream,
    signal: world.stopping.signal,
    containment: await world.containment(plan.config),
  })
}

function withoutDropped(env: World['env'], drop: readonly string[]): World['env'] {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !drop.includes(name)))
}

async function logEnd(
  attempt: number,
  { outcome, end }: AgentRun,
  { unit }: UnitSubject,
  world: World,
): Promise<void> {
  const log = await world.log()
  await log.append({
    correlation_id: unit.id,
    event_type: 'agent_exited',
    payload: {
      attempt,
      class: outcome.class,
      exit_code: end.kind === 'exited' ? end.exitCode : null,
      signal: end.kind === 'signalled' ? end.signal : null,
      duration_ms: Math.round(end.durationMs),
      cost_usd: outcome.costUsd ?? null,
      input_tokens: outcome.inputTokens ?? null,
      output_tokens: outcome.outputTokens ?? null,
      output_sha256: `sha256:${end.stdout.sha256}`,
      output_bytes: end.stdout.bytes,
      survivors: end.survivors,
    },
  })
  if (end.survivors === 0) return
  const detail = `${end.survivors} left behind by the agent and ended`
  await recordViolation(world, unit.id, { attempt, kind: 'survivor_ended', detail })
}

/** An ignore file that hides itself is no rule of the repository: without it, what it hid is an edit like any other. */
function toFinding(path: string): Pick<Parameters<typeof recordViolation>[2], 'kind' | 'detail'> {
  const detail = `${path} hid itself and what lies beside it; it was taken away`
  return { kind: 'ignore_rule_hidden', detail }
}

function toReport({ outcome, end, withheld }: AgentRun, nonce: string): AgentReport {
  return {
    class: outcome.class,
    detail: outcome.class === 'ok' ? '' : describeEnd(outcome.detail, end, withheld),
    result: parseResultBlock(outcome.text, nonce),
    costUsd: outcome.costUsd,
    inputTokens: outcome.inputTokens,
    outputTokens: outcome.outputTokens,
    durationMs: Math.round(end.durationMs),
  }
}

/** What an agent said before it failed, and what it did not get: the next reader has nothing else to go by. */
function describeEnd(
  detail: string | undefined,
  { stdout, stderr }: AgentRun['end'],
  withheld: readonly string[],
): string {
  const said = [stdout.text, stderr.text].filter((text) => text.trim() !== '').join('\n')
  const without = withheld.length === 0 ? '' : `(not passed to the agent: ${withheld.join(', ')})`
  return [detail ?? '', trimText(said, 4000), without].filter((part) => part !== '').join('\n')
}
