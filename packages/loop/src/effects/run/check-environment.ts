import { findProgram } from '@gatecycle/agents'
import { AppError } from '@gatecycle/diagnostics'
import type { Gate } from '@gatecycle/plan-model'
import { join } from 'node:path'
import { isThere as isInPlace } from '../../adapters/system/file-facts.ts'
import type { LoadedPlan } from '../../adapters/plan/plan-reader.ts'
import type { RunEvent } from '../../machine/run-state.ts'
import { unsupportedDemands } from '../../policy/unsupported-demands.ts'
import {
  redStepOf,
  stepsOfSet,
  verificationStepsOf,
  type VerificationStep,
} from '../../policy/verification-plan.ts'
import { currentPlan } from '../current-plan.ts'
import { agentProfileOf, presetOf } from '../unit/agent-profile.ts'
import type { World } from '../world.ts'

/** Everything that would fail after money was spent, asked for before: all problems at once. */
export async function checkEnvironment(gate: number, world: World): Promise<RunEvent> {
  const { plan, feature } = await currentPlan(world)
  const current = feature.gates.find(({ number }) => number === gate)
  const elsewhere = isolationProblems(plan, world)
  const problems =
    current === undefined || elsewhere.length > 0
      ? elsewhere
      : await environmentProblems(plan, current, world)
  return problems.length === 0
    ? { type: 'environment-ready' }
    : { type: 'environment-lacking', summary: problems.join('\n') }
}

/** What is missing here for a gate to run, each as one sentence. */
export async function environmentProblems(
  plan: LoadedPlan,
  gate: Gate,
  world: Pick<World, 'git' | 'env' | 'containment'>,
): Promise<readonly string[]> {
  const { units } = gate
  const agents = units.flatMap((unit) => agentProblems({ unit, plan }, world))
  const programs = units
    .flatMap((unit) => everyStepOf(unit, plan))
    .flatMap(({ set, name, run }) => {
      const [program] = run.kind === 'command' ? (run.entry.argv ?? []) : []
      return program === undefined || isThere(program, world)
        ? []
        : [`${set}/${name}: program "${program}" is not on PATH`]
    })
  const demands = unsupportedDemands(gate)
  const containment = await containmentProblems(plan, world)
  return [...new Set([...(await gitProblems(world)), ...containment, ...demands, ...agents, ...programs])]
}

/** What a run left that died is settled where it worked, before the next one works elsewhere. */
function isolationProblems(
  { config }: LoadedPlan,
  { worktree: { isolation } }: Pick<World, 'worktree'>,
): readonly string[] {
  return config.isolation === isolation
    ? []
    : [
        `a run that died worked with isolation ${isolation}; what it left is settled: type the same command again`,
      ]
}

async function gitProblems({ git }: Pick<World, 'git'>): Promise<readonly string[]> {
  const version = /(?<major>\d+)\.(?<minor>\d+)/u.exec(await git.text(['version']))?.groups
  const [major, minor] = [Number(version?.['major']), Number(version?.['minor'])]
  const old = major < 2 || (major === 2 && minor < 36) ? ['git 2.36 or newer is needed'] : []
  const { exitCode } = await git.run(['var', 'GIT_COMMITTER_IDENT'])
  const anonymous = ['git does not know who commits: git config user.name "…" and user.email "…"']
  return exitCode === 0 ? old : [...old, ...anonymous]
}

async function containmentProblems(
  { config }: LoadedPlan,
  world: Pick<World, 'containment'>,
): Promise<readonly string[]> {
  try {
    await world.containment(config)
    return []
  } catch (error) {
    return [toProblem(error)]
  }
}

function agentProblems(
  subject: Parameters<typeof agentProfileOf>[0],
  world: Pick<World, 'git' | 'env'>,
): readonly string[] {
  try {
    const profile = agentProfileOf(subject)
    presetOf(profile)
    return isThere(profile.bin, world)
      ? []
      : [`agent "${profile.name}": program "${profile.bin}" is not on PATH`]
  } catch (error) {
    return [toProblem(error)]
  }
}

function toProblem(error: unknown): string {
  if (error instanceof AppError) return `${error.message}${error.hint === undefined ? '' : `; ${error.hint}`}`
  throw error
}

/** A path with a slash is meant from the worktree, which has the same files as the checkout when it is tracked. */
function isThere(program: string, { git, env }: Pick<World, 'git' | 'env'>): boolean {
  if (program.includes('/') && !program.startsWith('/')) return isInPlace(join(git.directory, program))
  return findProgram(program, { cwd: git.directory, path: env['PATH'] }) !== undefined
}

/** Everything that is run for a unit, before its agent and after. */
function everyStepOf(
  unit: Gate['units'][number],
  { verification, path }: LoadedPlan,
): readonly VerificationStep[] {
  const before = [...unit.prep, ...unit.oracles].flatMap((set) => stepsOfSet(set, verification, path))
  const red = redStepOf(unit, path)
  return [...before, ...verificationStepsOf(unit, verification, path), ...(red === undefined ? [] : [red])]
}
