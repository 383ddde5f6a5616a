import { runFeature } from '../../packages/loop/src/effects/run/run-feature.ts'
import { openChosenWorld } from '../../packages/loop/src/commands/open-chosen-world.ts'
import type { Lock } from '../../packages/loop/src/ports.ts'
import { copyRepo, endProcessesOf, writeScenario, type TestRepo } from '../../packages/test-kit/src/index.ts'
import { createDraw } from './draw.ts'
import { Killed, withMoments, type Moments } from './moments.ts'
import { observe } from './observer.ts'
import { actions } from './operator-actions.ts'
import type { SacredTemplate } from './sacred-template.ts'
import type { Schedule, ScheduledDeed } from './schedule.ts'

/** What became of one schedule. */
export interface ScheduleEnd {
  /** Nothing where the operator's checkout is what the operator made it. */
  readonly problems: readonly string[]
  readonly outcomes: readonly string[]
  readonly deeds: number
  /** Deeds that were done while the driver worked. */
  readonly during: number
  readonly kills: number
  readonly broughtUp: number
}

/** Plays one schedule: operator and driver take turns in one process, a kill is an end that nothing catches. */
export async function runSchedule(schedule: Schedule, template: SacredTemplate): Promise<ScheduleEnd> {
  const repo = copyRepo(template.repo)
  writeScenario(repo, schedule.agent)
  const observer = observe(repo, template)
  const [left, kills] = [[...schedule.deeds], [...schedule.kills]]
  const counts = { moments: 0, points: 0, during: 0, killed: 0 }
  const play = ({ name, seed }: ScheduledDeed): void =>
    observer.deed(name, (operator) =>
      actions[name]({
        operator,
        draw: createDraw(seed),
        words: `w${seed % 1000}`,
        feature: template.feature,
      }),
    )
  const playUpTo = (moment: number): void => {
    for (let deed = left[0]; deed !== undefined && deed.at <= moment; deed = left[0]) {
      left.shift()
      counts.during += moment > 0 ? 1 : 0
      play(deed)
    }
  }
  const moments: Moments = {
    pass: () => playUpTo((counts.moments += 1)),
    point: () => {
      counts.points += 1
      if (kills[0] !== counts.points) return
      kills.shift()
      counts.killed += 1
      throw new Killed()
    },
  }
  try {
    playUpTo(0)
    const outcomes = await runToItsEnd(repo, moments)
    for (const deed of left) play(deed)
    const problems = observer.problems()
    const { during, killed } = counts
    return {
      problems,
      outcomes,
      deeds: schedule.deeds.length,
      during,
      kills: killed,
      broughtUp: observer.broughtUp(),
    }
  } finally {
    endProcessesOf(repo)
    observer.remove()
    repo.remove()
  }
}

/** One process cannot die and live on: who holds the lock is another suite's matter. */
const openLock: Lock = { acquire: async () => ({ ok: true }), release: async () => undefined }

async function runToItsEnd(repo: TestRepo, moments: Moments): Promise<readonly string[]> {
  const outcomes: string[] = []
  for (let again = true; again;) {
    const outcome = await withMoments(moments, async () => runOnce(repo))
    outcomes.push(outcome)
    again = outcome === 'killed'
  }
  return outcomes
}

/** One run from its lock to its end, in this process; gives what became of it in one word. */
export async function runOnce(repo: TestRepo): Promise<string> {
  const silent = (): void => undefined
  const isTerminal = { stdin: false, stdout: false, stderr: false }
  const io = {
    cwd: repo.path,
    env: repo.env,
    stdout: silent,
    stderr: silent,
    isTerminal,
    ask: async () => '',
  }
  try {
    const world = await openChosenWorld(io, { feature: 'FEAT-2026-0001', root: undefined }, 'loop run')
    const { outcome } = await runFeature({ ...world, lock: openLock })
    return outcome.kind === 'failed' ? outcome.failure.code : outcome.kind
  } catch (error) {
    if (error instanceof Killed) return 'killed'
    if (error instanceof Error && 'code' in error) return String(error.code)
    throw error
  }
}
