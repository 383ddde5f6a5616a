import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import {
  controlOf,
  copyRepo,
  endProcessesOf,
  makeFile,
  startBin,
  writeScenario,
  type RunningBin,
  type TestRepo,
} from '../../packages/test-kit/src/index.ts'
import { createDraw, type Draw } from './draw.ts'
import { observe, type Observer } from './observer.ts'
import { actionNames, actions, quietActions, type ActionName } from './operator-actions.ts'
import type { SacredTemplate } from './sacred-template.ts'
import type { ScheduleEnd } from './run-schedule.ts'

const points = ['before', 'after', 'journaled'].flatMap((when) =>
  [
    ...['reconcile', 'prepare-worktree', 'probe-baseline', 'run-gate', 'publish', 'release-lock'].map(
      (name) => `run/${name}`,
    ),
    ...['write-prompt', 'run-agent', 'judge-changes', 'build-candidate', 'run-verification'].map(
      (name) => `unit/${name}`,
    ),
    ...['create-commit', 'move-ref', 'record-commit', 'discard-attempt'].map((name) => `unit/${name}`),
    'gate/close-gate',
  ].map((name) => `${name}/${when}`),
)

/**
 * The same through the built command: the operator works before each run, while the agent does, and at the end; the driver is
 * killed by the system at a point that is drawn, and started again.
 */
export async function runProcessSchedule(seed: number, template: SacredTemplate): Promise<ScheduleEnd> {
  const draw = createDraw(seed)
  const repo = copyRepo(template.repo)
  const fails = draw.chance(30)
  const first = { do: 'write', path: 'src/T01.txt', text: 'bad T01\n' } as const
  writeScenario(repo, {
    'T01/1': [{ do: 'wait', name: 'one' }, fails ? first : { do: 'work' }],
    'T01/2': [{ do: 'wait', name: 'two' }, { do: 'work' }],
  })
  const observer = observe(repo, template)
  const counts = { deeds: 0, during: 0, kills: 0 }
  const choices = draw.chance(40) ? quietActions : actionNames
  const work = (): number => {
    const times = draw.number(3)
    for (let time = 0; time < times; time += 1) play(draw.one(choices), observer, { draw, template })
    counts.deeds += times
    return times
  }
  const outcomes: string[] = []
  try {
    if (draw.chance(50)) play("check out the feature's branch", observer, { draw, template })
    for (let kills = draw.number(3); kills >= 0; kills -= 1) {
      work()
      const fault = kills === 0 ? '' : `${draw.one(points)}:${1 + draw.number(2)}`
      const running = startBin('loop', ['FEAT-2026-0001'], {
        cwd: repo.path,
        env: { ...repo.env, GATECYCLE_FAULT: fault },
      })
      counts.during += await whileAgentsWait(repo, running, work)
      const end = await running.ended
      counts.kills += end.signal === 'SIGKILL' ? 1 : 0
      outcomes.push(end.signal === 'SIGKILL' ? 'killed' : `exit ${end.exitCode}`)
    }
    work()
    return { problems: observer.problems(), outcomes, ...counts, broughtUp: observer.broughtUp() }
  } finally {
    endProcessesOf(repo)
    observer.remove()
    repo.remove()
  }
}

function play(
  name: ActionName,
  observer: Observer,
  { draw, template }: { readonly draw: Draw; readonly template: SacredTemplate },
): void {
  const seed = draw.number(2 ** 31)
  observer.deed(name, (operator) =>
    actions[name]({ operator, draw: createDraw(seed), words: `w${seed % 1000}`, feature: template.feature }),
  )
}

/** Each agent says when it is there, and goes on when the operator has done something; the driver does nothing meanwhile. */
async function whileAgentsWait(repo: TestRepo, running: RunningBin, work: () => number): Promise<number> {
  let deeds = 0
  const told = new Set<string>()
  const ended = running.ended.then(() => 'ended' as const)
  while ((await Promise.race([ended, pause(20, 'waiting' as const)])) === 'waiting') {
    for (const name of ['one', 'two'].filter((each) => !told.has(each))) {
      if (
        !existsSync(join(controlOf(repo), `${name}.reached`)) ||
        existsSync(join(controlOf(repo), `${name}.go`))
      )
        continue
      told.add(name)
      deeds += work()
      makeFile(join(controlOf(repo), `${name}.go`))
    }
  }
  return deeds
}
