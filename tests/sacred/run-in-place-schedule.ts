import {
  copyRepo,
  differencesOf,
  endProcessesOf,
  snapshotBytes,
  writeScenario,
  type Scenario,
} from '../../packages/test-kit/src/index.ts'
import { createDraw } from './draw.ts'
import { openLedger } from './ledger.ts'
import { Killed, withMoments, type Moments } from './moments.ts'
import { operatorOf } from './operator.ts'
import { actionNames, actions, ignored, quietActions } from './operator-actions.ts'
import { runOnce, type ScheduleEnd } from './run-schedule.ts'
import type { SacredTemplate } from './sacred-template.ts'
import { scheduleOf, usualMoments, usualPoints } from './schedule.ts'

/**
 * The operator works before, between, after, and against all advice during runs in the checkout itself; the driver is killed and started
 * again. Before each deed, and at the end, all that lay in the checkout after the deed before is in the files or under a ref.
 */
export async function runInPlaceSchedule(seed: number, template: SacredTemplate): Promise<ScheduleEnd> {
  const draw = createDraw(seed)
  const repo = copyRepo(template.repo)
  const { agent } = scheduleOf(seed)
  writeScenario(repo, agent)
  const ledger = openLedger(repo)
  const counts = { deeds: 0, during: 0, kills: 0, moments: 0, points: 0 }
  const [problems, outcomes]: [string[], string[]] = [[], []]
  const look = (when: string): void => {
    const lost = ledger.lost().filter((path) => !isOverwritten(agent, path))
    if (lost.length > 0) problems.push(`${when}: lost ${lost.join(', ')}`)
  }
  const deed = (isAlone: boolean, name = draw.one(draw.chance(50) ? quietActions : actionNames)): void => {
    counts.deeds += 1
    look(`before ${counts.deeds} ${name}`)
    const operator = operatorOf(repo, counts.deeds)
    const act = (): void =>
      actions[name]({ operator, draw, words: `w${draw.number(1000)}`, feature: template.feature })
    if (isAlone) ledger.watch(act)
    else ledger.watchAmong(act, template.feature.path)
  }
  try {
    deed(true, "check out the feature's branch")
    for (let runs = 2 + draw.number(2); runs > 0; runs -= 1) {
      for (let times = draw.number(3); times > 0; times -= 1) deed(true)
      const dies = runs > 1 && draw.chance(60) ? counts.points + 1 + draw.number(usualPoints) : -1
      const comes = draw.chance(40) ? counts.moments + draw.number(usualMoments) : -1
      const moments: Moments = {
        pass: () => {
          counts.moments += 1
          if (counts.moments !== comes) return
          deed(false)
          counts.during += 1
        },
        point: () => {
          counts.points += 1
          if (counts.points !== dies) return
          counts.kills += 1
          throw new Killed()
        },
      }
      const before = snapshotBytes(repo, template.feature)
      const outcome = await withMoments(moments, async () => runOnce(repo))
      outcomes.push(outcome)
      const touched = differencesOf(before, snapshotBytes(repo, template.feature))
      if (outcome === 'IN_PLACE_REFUSED' && comes === -1 && touched.length > 0)
        problems.push(`a run that refused the checkout touched ${touched.join(', ')}`)
      look(`after a run that ended as ${outcome}`)
    }
    deed(true)
    look('at the end')
    const { deeds, during, kills } = counts
    return {
      problems,
      outcomes,
      deeds,
      during,
      kills,
      broughtUp: outcomes.filter((name) => name === 'gate-reached').length,
    }
  } finally {
    endProcessesOf(repo)
    repo.remove()
  }
}

/**
 * Nobody keeps what git ignores: it may be all that was ever installed. An agent that is let into the checkout and writes over such a
 * file has done so itself; the driver has not touched it.
 */
function isOverwritten(agent: Scenario, path: string): boolean {
  const actions = Object.values(agent).flat()
  return ignored.includes(path) && actions.some((action) => action.do === 'write' && action.path === path)
}
