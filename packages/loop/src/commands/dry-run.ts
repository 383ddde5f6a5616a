import { createColors, exitCodes, plural, renderOneLine, wantsColor, type Io } from '@gatecycle/diagnostics'
import { readLog, type LogReading } from '@gatecycle/event-schema'
import type { Feature } from '@gatecycle/plan-model'
import { inPlaceObstacles } from '../adapters/in-place/in-place-obstacles.ts'
import type { LoadedPlan } from '../adapters/plan/plan-reader.ts'
import { environmentProblems } from '../effects/run/check-environment.ts'
import type { World } from '../effects/world.ts'
import { planRun, type RunPlan } from '../policy/run-plan.ts'
import type { CommandResult } from './command-result.ts'
import { describeRunPlan } from './describe-run-plan.ts'
import { openChosenWorld } from './open-chosen-world.ts'
import type { CommonOptions } from './options.ts'
import { readUnarmedPlan, type UnarmedPlan } from './unarmed-plan.ts'

/** `loop --dry-run`: what a run would do, by the same planner; writes nothing, starts no agent, asks no network. */
export async function dryRun(io: Io, options: CommonOptions): Promise<CommandResult> {
  const world = await openChosenWorld(io, options, 'loop --dry-run')
  const unarmed = await readUnarmedPlan(world)
  const findings = unarmed.plan.diagnostics.map((diagnostic) => `  ${renderOneLine(diagnostic)}\n`).join('')
  if (unarmed.plan.feature === undefined) {
    const message = 'the plan has errors: a run would refuse it'
    return {
      command: 'dry-run',
      exitCode: exitCodes.refused,
      outcome: 'plan-refused',
      message,
      feature: world.featureId,
      next: 'plan-lint',
      text: `${findings}${message}\n`,
    }
  }
  return describe(io, { unarmed, feature: unarmed.plan.feature, findings }, world)
}

interface Shown {
  readonly unarmed: UnarmedPlan
  readonly feature: Feature
  readonly findings: string
}

async function describe(io: Io, { unarmed, feature, findings }: Shown, world: World): Promise<CommandResult> {
  const { plan } = unarmed
  const log = readLog(plan.log)
  const planned = planRun(plan, feature, log.events)
  const lacking = planned.kind === 'gate' ? await environmentProblems(plan, planned.gate, world) : []
  const problems = [...describeDamage(log), ...lacking, ...(await obstacles(plan, world))]
  const next = nextOf(planned, feature.id)
  const colors = createColors(wantsColor(io.env, io.isTerminal.stdout))
  const ahead = planned.kind === 'gate' ? planned.ahead : []
  return {
    command: 'dry-run',
    exitCode: exitCodes.ok,
    outcome: planned.kind === 'gate' ? planned.arm.kind : planned.kind,
    message:
      planned.kind === 'gate'
        ? `${plural(ahead.length, 'unit')} ahead in gate ${planned.gate.number}`
        : planned.kind,
    feature: feature.id,
    ...(planned.kind === 'no-gate-left' ? {} : { gate: planned.gate.number }),
    ...(next === undefined ? {} : { next }),
    detail: {
      isolation: plan.config.isolation,
      units: ahead.map(toJson),
      problems,
      findings: plan.diagnostics,
    },
    text: `${describeRunPlan(feature, planned, colors)}${describePlace(plan, world)}${describeDoubts(unarmed, findings, problems)}${next === undefined ? '' : `next: ${next}\n`}`,
  }
}

/** Where agents and commands would work. */
function describePlace({ config: { isolation } }: LoadedPlan, { git, paths }: World): string {
  return isolation === 'in_place'
    ? `works in this checkout itself (isolation: in_place), which is the driver's during the run: ${git.directory}\n`
    : `works in a worktree of its own (isolation: worktree): ${paths.worktree}\n`
}

/** What keeps a run from working in this checkout, where it is asked to. */
async function obstacles(
  { config: { isolation }, path }: LoadedPlan,
  { git, branch }: World,
): Promise<readonly string[]> {
  if (isolation === 'worktree') return []
  const found = await inPlaceObstacles({ git, branch: `refs/heads/${branch}`, folder: path })
  return found.map((obstacle) => `this checkout cannot be worked in: ${obstacle}`)
}

/** What makes a log one that a run refuses. */
export function describeDamage({ problem, torn }: LogReading): readonly string[] {
  if (problem !== undefined) return [`the event log is damaged at line ${problem.line}: ${problem.message}`]
  return torn === undefined ? [] : [`the event log is damaged at line ${torn.line}: its last line has no end`]
}

/** What would keep the run from its end, and what a dry run cannot know. */
function describeDoubts(
  { edits, unclear }: UnarmedPlan,
  findings: string,
  problems: readonly string[],
): string {
  const paths = edits.map(({ path }) => path).join(', ')
  return [
    edits.length === 0 ? '' : `not committed yet, loop arm would commit it: ${paths}\n`,
    unclear.length === 0
      ? ''
      : `loop arm would refuse it, staged in one version and edited in another: ${unclear.join(', ')}\n`,
    findings === '' ? 'plan-lint: no findings\n' : `plan-lint:\n${findings}`,
    problems.length === 0 ? '' : `would stop it:\n${problems.map((problem) => `  ${problem}\n`).join('')}`,
    'not checked: the baseline (the verification commands on the tree as it is), the login of the agent,\n' +
      "             the repository's own hooks, and whether your key signs\n",
  ].join('')
}

function toJson({
  unit,
  agent,
  steps,
  scope,
  conditions,
}: Extract<RunPlan, { kind: 'gate' }>['ahead'][number]): unknown {
  const { id, title, type, model, effort, dependsOn, maxAttempts, produces } = unit
  return {
    id,
    title,
    type,
    agent,
    model,
    effort,
    dependsOn,
    maxAttempts,
    produces,
    scope,
    conditions,
    verification: steps.map(({ set, name, shown }) => ({ set, name, command: shown })),
  }
}

/** The command that is next for a planned run. */
export function nextOf(planned: RunPlan, feature: string): string | undefined {
  if (planned.kind === 'no-gate-left') return undefined
  if (planned.kind === 'waiting')
    return planned.gate.terminal ? `loop accept ${feature}` : `loop arm ${feature}`
  return planned.arm.kind === 'armed' ? `loop run ${feature}` : `loop arm ${feature}`
}
