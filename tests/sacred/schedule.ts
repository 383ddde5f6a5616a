import type { Scenario } from '../../packages/test-kit/src/index.ts'
import { actionNames, quietActions, type ActionName } from './operator-actions.ts'
import { createDraw } from './draw.ts'

/** One story: what the operator does and when, when the driver dies, and what the agent is like. All of it follows from the seed. */
export interface Schedule {
  readonly seed: number
  readonly deeds: readonly ScheduledDeed[]
  /** The points of the machines, counted, at which the driver dies. */
  readonly kills: readonly number[]
  readonly agent: Scenario
}

export interface ScheduledDeed {
  /** Counted in moments; those behind the last moment are done when the run is over. */
  readonly at: number
  readonly name: ActionName
  readonly seed: number
}

/** Agents that use git and the ignored files; all of it happens in a worktree of the driver's. */
const agents: readonly Scenario[] = [
  {},
  {},
  { 'T01/1': [{ do: 'write', path: 'src/T01.txt', text: 'bad T01\n' }] },
  {
    'T01/1': [
      { do: 'write', path: 'src/T01.txt', text: 'bad T01\n' },
      { do: 'exit', code: 3 },
    ],
  },
  {
    T01: [{ do: 'work' }, { do: 'git', args: ['add', '-A'] }, { do: 'git', args: ['commit', '-qm', 'mine'] }],
  },
  { T01: [{ do: 'work' }, { do: 'git', args: ['checkout', '-q', '--detach', 'HEAD~1'] }] },
  {
    T01: [
      { do: 'work' },
      { do: 'write', path: '.gitignore', text: 'nothing/\n' },
      { do: 'write', path: 'build.log', text: 'built\n' },
      { do: 'write', path: 'ignored/T01.txt', text: 'built\n' },
      { do: 'write', path: 'notes.txt', text: "the agent's\n" },
    ],
  },
  {
    T01: [
      { do: 'work' },
      { do: 'replace', path: 'src/two.txt', from: 'two', to: '2' },
      { do: 'remove', path: 'README.md' },
    ],
  },
  { T01: [{ do: 'result', kind: 'blocked', reason: 'nobody told me' }] },
]

/** An undisturbed run has about so many moments, and so many points. */
export const [usualMoments, usualPoints] = [380, 150]

export function scheduleOf(seed: number): Schedule {
  const draw = createDraw(seed)
  // Every second operator begins on the feature's branch, and every second of these leaves tracked files alone.
  const here = draw.chance(50)
  const choices = here && draw.chance(50) ? quietActions : actionNames
  const deeds = Array.from({ length: 2 + draw.number(5) }, () => ({
    at: draw.chance(20) ? 0 : draw.number(usualMoments),
    name: draw.one(choices),
    seed: draw.number(2 ** 31),
  }))
  const start = here ? [{ at: 0, name: "check out the feature's branch", seed } as const] : []
  const kills = Array.from({ length: draw.one([0, 0, 1, 1, 2]) }, () => 1 + draw.number(usualPoints))
  return {
    seed,
    deeds: [...start, ...deeds.toSorted((a, b) => a.at - b.at)],
    kills: kills.toSorted((a, b) => a - b),
    agent: draw.one(agents),
  }
}
