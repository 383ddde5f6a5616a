import { filterEnvironment } from '@gatecycle/agents'
import { readPasses, writePasses, type KnownPass } from '../../adapters/state/pass-cache.ts'
import type { LoadedPlan } from '../../adapters/plan/plan-reader.ts'
import { sayAnswer, type CommandResult } from '../../policy/command-result.ts'
import { describeFailures } from '../../policy/failure-evidence.ts'
import { passKeyOf, type PassPlace } from '../../policy/pass-key.ts'
import type { VerificationStep } from '../../policy/verification-plan.ts'
import { inRoom, type Room } from '../clean-room.ts'
import { learnOutputs } from '../learned-outputs.ts'
import { runEntry } from '../run-entry.ts'
import type { World } from '../world.ts'

export interface Probe {
  readonly results: readonly CommandResult[]
  /** Whether none of them had to be run. */
  readonly cached: boolean
}

interface Command {
  readonly step: VerificationStep
  readonly set: string
  readonly name: string
  readonly entry: Extract<VerificationStep['run'], { kind: 'command' }>['entry']
  readonly key: string
}

/**
 * The commands of a gate on the tree before any work; those that passed on exactly this tree before are taken from memory. Undefined
 * when a signal came.
 */
export async function probeEntries(
  steps: readonly VerificationStep[],
  tree: string,
  plan: LoadedPlan,
  world: World,
): Promise<Probe | undefined> {
  const { env } = filterEnvironment(world.env, plan.config.env)
  const { level: containment } = await world.containment(plan.config)
  const commands = commandsOf(steps, tree, { env, containment })
  const known = new Map(readPasses(world.paths.passes).map((pass) => [pass.key, pass]))
  const open = commands.filter(({ key }) => !known.has(key))
  if (open.length === 0)
    return { results: commands.map((one) => toPassed(one, known.get(one.key))), cached: true }
  const place = { base: plan.commit, tree, plan }
  const fresh = await inRoom(place, world, async (room) => runAll(open, { room, tree, plan }, world))
  if (fresh === undefined) return undefined
  const remembered = commands
    .filter(({ key }) => known.has(key))
    .map((one) => toPassed(one, known.get(one.key)))
  return { results: [...fresh, ...remembered], cached: false }
}

function commandsOf(steps: readonly VerificationStep[], tree: string, place: PassPlace): readonly Command[] {
  return steps.flatMap((step) => {
    const { set, name, run } = step
    if (run.kind !== 'command') return []
    return [{ step, set, name, entry: run.entry, key: passKeyOf(tree, run.entry, place) }]
  })
}

interface Place {
  readonly room: Room
  readonly tree: string
  readonly plan: LoadedPlan
}

async function runAll(
  commands: readonly Command[],
  { room, tree, plan }: Place,
  world: World,
): Promise<readonly CommandResult[] | undefined> {
  const { worktree, setUp } = room
  if (setUp === undefined || setUp.length > 0) {
    for (const result of setUp ?? []) report(result, world)
    return setUp
  }
  const results: CommandResult[] = []
  for (const { set, name, entry } of commands) {
    world.report(`baseline: ${set}/${name}`)
    const said = await runEntry({ set, entry, directory: worktree.path }, plan.config, world)
    if (said.interrupted) return undefined
    const result = { ...said, output: world.redact(said.output), tests: world.redact(said.tests) }
    if (result.answer !== 'passed') report(result, world)
    results.push(result)
  }
  await learnOutputs(
    commands.map(({ step }) => step),
    tree,
    worktree,
    world,
  )
  // Commands that changed the tree may have passed on another one than this.
  const isIntact = (await worktree.snapshot(tree)) === tree
  if (isIntact)
    writePasses(
      world.paths.passes,
      commands.flatMap((one, index) => toKnown(one, results[index])),
    )
  return results
}

function report(result: CommandResult, world: World): void {
  const { set, name } = result
  world.report(`baseline: ${set}/${name} ${sayAnswer(result)}\n${describeFailures([result]).evidence}`)
}

function toKnown({ key }: Command, result: CommandResult | undefined): readonly KnownPass[] {
  if (result?.answer !== 'passed') return []
  return [{ key, ...(result.tests === undefined ? {} : { tests: result.tests }) }]
}

function toPassed({ set, name, entry }: Command, pass: KnownPass | undefined): CommandResult {
  const { argv, shell, cwd } = entry
  const said = { signal: undefined, ms: 0, bytes: 0, digests: ['', ''], output: '', survivors: 0 } as const
  const tests = pass?.tests
  return { ...said, set, name, answer: 'passed', argv, shell, cwd, exit: 0, interrupted: false, tests }
}
