import { exitCodes } from '@gatecycle/diagnostics'
import { AppError } from '@gatecycle/diagnostics'
import { stageForHooks } from '../../adapters/worktree/hook-tree.ts'
import { isSigningAsked } from '../../adapters/objects/signing.ts'
import type { Interrupted } from '../../machine/failure.ts'
import type { RunEvent } from '../../machine/run-state.ts'
import { subjectProblems } from '../../policy/subject-template.ts'
import { trimText } from '../../policy/trim-text.ts'
import { verificationStepsOf } from '../../policy/verification-plan.ts'
import { askMessageHooks, messageHint } from '../ask-message-hooks.ts'
import { createDriverCommit } from '../create-commit.ts'
import { currentPlan } from '../current-plan.ts'
import { callHook } from '../repository-hook.ts'
import { wordUnitCommit } from '../unit/word-unit-commit.ts'
import type { UnitSubject, World } from '../world.ts'

/** Whether commits can be made here at all, before any money is spent: the key answers, the hooks run and take the messages. */
export async function probeCommit(gateNumber: number, world: World): Promise<RunEvent | Interrupted> {
  const { plan, feature } = await currentPlan(world)
  const gate = feature.gates.find(({ number }) => number === gateNumber)
  if (gate === undefined) throw new Error(`the plan has no gate ${gateNumber}`)
  const ahead = gate.units.filter(({ status }) => status !== 'done' && status !== 'abandoned')
  const subjects = ahead.map((unit): UnitSubject => ({
    plan,
    feature,
    gate,
    unit,
    base: plan.commit,
    armId: sampleArm,
    planDigest: sample,
  }))
  const problems = [
    ...subjectProblems(plan.config.commit.subject),
    ...(await signingProblems(plan, world)),
    ...(await messageProblems(subjects, world)),
    ...(ahead.length === gate.units.length ? await hookProblems(plan, world) : []),
  ]
  const signal = world.stopping.reason()
  if (signal !== undefined) return { type: 'interrupted', signal }
  if (problems.length === 0) return { type: 'commit-possible' }
  return { type: 'environment-lacking', summary: problems.join('\n') }
}

type Plan = UnitSubject['plan']

/** As long as the real ones. */
const sample = `sha256:${'0'.repeat(64)}`
const sampleArm = 'arm-1-00000000'

/** Signs the tree that is there: the object is in no history, and nothing points to it. */
async function signingProblems({ commit, config }: Plan, world: World): Promise<readonly string[]> {
  if (!(await isSigningAsked(world.git, config.commit.sign))) return []
  const tree = await world.git.text(['rev-parse', `${commit}^{tree}`])
  try {
    await createDriverCommit(
      world,
      { tree, parents: [commit], message: 'probe: can this be signed\n' },
      config,
    )
    return []
  } catch (error) {
    if (error instanceof AppError && error.exitCode === exitCodes.environment)
      return [`${error.message}; ${error.hint ?? ''}`]
    throw error
  }
}

/** The first refusal is enough: what one message lacks, others lack as well. */
async function messageProblems(subjects: readonly UnitSubject[], world: World): Promise<readonly string[]> {
  for (const subject of subjects) {
    const { unit, plan, base } = subject
    const steps = verificationStepsOf(unit, plan.verification, plan.path)
    const results = steps.map(({ set, name }) => ({ set, name, answer: '0' }))
    const parts = wordUnitCommit(subject, {
      attempt: 1,
      verification: { results, digest: sample },
      tree: base,
      change: sample,
      eventLog: sample,
      costUsd: 0,
      containment: (await world.containment(plan.config)).level,
    })
    const answer = await askMessageHooks(
      parts,
      { config: plan.config, base, keepFor: unit.id, signal: world.stopping.signal },
      world,
    )
    if (answer.kind === 'refused')
      return [`${unit.id}: a commit with the subject "${parts.subject}": ${answer.reason}\n${messageHint}`]
  }
  return []
}

/**
 * The pre-commit hook with nothing staged: a program that it lacks is found now. What it refuses it may take later, so that is told
 * and no stop.
 */
async function hookProblems({ commit, config }: Plan, world: World): Promise<readonly string[]> {
  await world.worktree.snapshot(commit)
  await stageForHooks(world.worktree)
  const { signal } = world.stopping
  const call = {
    name: 'pre-commit',
    args: [],
    config,
    base: commit,
    keepFor: world.featureId,
    signal,
  } as const
  const answer = await callHook(call, world)
  if (answer === undefined) return []
  for (const { kind, detail } of answer.moved) world.report(`${kind}: ${detail}`)
  await world.worktree.putTo(commit)
  const { end } = answer
  if (end.kind === 'passed' || end.kind === 'interrupted') return []
  const said = trimText(end.output, 1000, 10)
  const lead = "the repository's pre-commit hook, with nothing staged,"
  if (end.kind === 'refused') {
    world.report(`${lead} refuses the commit that the work starts from: ${said}`)
    return []
  }
  const what =
    end.kind === 'could-not-run' ? 'could not run' : `did not end within ${config.timeouts.hook} min`
  return [
    `${lead} ${what}: ${said}\nmend it, or leave hooks out with \`commit: {hooks: skip}\` in config.yml`,
  ]
}
