import { exitCodes } from '@gatecycle/diagnostics'
import { finishArm } from '../effects/run/finish-arm.ts'
import { followBranch } from '../effects/run/follow-branch.ts'
import { publish } from '../effects/run/publish.ts'
import { takeBranch, takeRun } from '../effects/run/resync.ts'
import { surveyBranch } from '../effects/run/survey-branch.ts'
import type { World } from '../effects/world.ts'
import { describeCause, describeSides, describeWays } from '../policy/describe-branch.ts'
import { isToResync, judgeBranch, losesNothing, type BranchSurvey } from '../policy/judge-branch.ts'
import type { CommandResult } from './command-result.ts'
import { refuseAgents, type LoopIo } from './human.ts'
import { openChosenWorld } from './open-chosen-world.ts'
import type { CommonOptions } from './options.ts'
import { withLock } from './with-lock.ts'

export interface ResyncOptions extends CommonOptions {
  /** The side that counts; undefined where the person has not said. */
  readonly take: 'branch' | 'run' | undefined
}

/** `loop resync`: says what ordinary git life did to the branch, and goes on from the side that a person names. Loses nothing. */
export async function resync(io: LoopIo, options: ResyncOptions): Promise<CommandResult> {
  refuseAgents(io.env, 'moving the driver to another history')
  const world = await openChosenWorld(io, options, 'loop resync')
  return withLock(world, async () => {
    await finishArm(world)
    const survey = await surveyBranch(world)
    const cause = judgeBranch(survey)
    const { runRef } = survey
    if (runRef === undefined || !isToResync(survey)) return keepInStep(world, survey)
    const take = options.take ?? (losesNothing(cause) ? 'branch' : undefined)
    const isPossible = take !== undefined && (take === 'run' || survey.branch !== undefined)
    return isPossible ? goOn(world, { ...survey, runRef }, take) : askForSide(world, survey)
  })
}

async function keepInStep(world: World, survey: BranchSurvey): Promise<CommandResult> {
  await followBranch(world)
  const publication = await publish(world)
  const how =
    publication.kind === 'waiting'
      ? `it was left alone: ${publication.reason}\n  bring it up: ${publication.command}`
      : 'nothing is lost, and there is nothing to choose'
  const next = publication.kind === 'waiting' ? publication.command : `loop status ${world.featureId}`
  const message = describeCause(survey, world)
  return { ...answer(world, survey, message), next, text: `${message}\n${how}\nnext: ${next}\n` }
}

function askForSide(world: World, survey: BranchSurvey): CommandResult {
  const message = describeCause(survey, world)
  const lines = [message, ...describeSides(survey, world), ...describeWays(survey, world)]
  const next = `loop resync ${world.featureId} --take run`
  return {
    ...answer(world, survey, message),
    exitCode: exitCodes.treeInTheWay,
    next,
    text: `${lines.join('\n')}\n`,
  }
}

async function goOn(
  world: World,
  survey: BranchSurvey & { readonly runRef: string },
  take: 'branch' | 'run',
): Promise<CommandResult> {
  const { branch, runRef } = survey
  const message = describeCause(survey, world)
  const kept =
    take === 'branch' && branch !== undefined
      ? await takeBranch(world, { branch, runRef })
      : await takeRun(world, { branch, runRef })
  const next = `loop status ${world.featureId}`
  const lines = [
    message,
    ...describeSides(survey, world),
    take === 'branch'
      ? `the driver goes on from the branch, at ${branch?.slice(0, 10) ?? ''}`
      : `${world.branch} is at the driver's last commit again, ${runRef.slice(0, 10)}`,
    ...(kept === undefined ? [] : [`what the other side had is kept as ${kept}`]),
    `next: ${next}`,
  ]
  return { ...answer(world, survey, message), outcome: `took-${take}`, next, text: `${lines.join('\n')}\n` }
}

function answer(world: World, survey: BranchSurvey, message: string): CommandResult {
  return {
    command: 'resync',
    exitCode: exitCodes.ok,
    outcome: judgeBranch(survey),
    message,
    feature: world.featureId,
    detail: { cause: judgeBranch(survey), ...survey },
    text: `${message}\n`,
  }
}
