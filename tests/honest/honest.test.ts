import { afterAll, describe, expect, test } from 'vitest'
import {
  createRepo,
  endProcessesOf,
  runBin,
  writeFeature,
  writeScenario,
  type AgentCall,
  type TestRepo,
} from '../../packages/test-kit/src/index.ts'
import { product, verification } from '../armed-product.ts'
import { situationOf, type LoggedEvent } from '../open-scenario.ts'
import { habits } from './habits.ts'
import type { HonestKind } from './honest-kind.ts'
import { hasPython, pythonFiles, pythonVerification, pythonWork } from './python-work.ts'
import { runnerFiles, runnerVerification, runnerWork } from './runner-work.ts'
import { setupFiles, setupWork } from './setup-work.ts'
import { sourceFiles, sourceWork } from './source-work.ts'
import { surround, surroundings } from './surroundings.ts'
import { testFiles, testWork } from './test-work.ts'
import { workspaceFiles, workspaceVerification, workspaceWork } from './workspace-work.ts'

type Files = Readonly<Record<string, string>>
type Prepare = (repo: TestRepo) => void
type Group = readonly [
  name: string,
  kinds: readonly HonestKind[],
  files: Files,
  prepare: Prepare,
  commands: string,
]

const plain = (): void => undefined

const groups: readonly Group[] = [
  ['files', sourceWork, sourceFiles, plain, verification],
  ['tests', testWork, testFiles, plain, verification],
  ['set-up', setupWork, setupFiles, plain, verification],
  ['habits', habits, {}, plain, verification],
  ['surroundings', surroundings, {}, surround, verification],
  ['python', pythonWork, pythonFiles, plain, pythonVerification],
  ['runners', runnerWork, runnerFiles, plain, runnerVerification],
  ['workspaces', workspaceWork, workspaceFiles, plain, workspaceVerification],
]

/** What became of one kind. */
interface End {
  readonly landed: boolean
  readonly attempts: number
  readonly why: readonly string[]
}

const total = groups.flatMap(([, kinds]) => kinds).length
let stopped = 0
afterAll(() => {
  process.stdout.write(`honest work: ${total} kinds under default configuration, ${stopped} needless stops\n`)
})

test('there are at least 60 kinds, each with a name of its own', () => {
  const names = groups.flatMap(([, kinds]) => kinds.map(({ name }) => name))
  expect(new Set(names).size).toBe(names.length)
  expect(names.length).toBeGreaterThanOrEqual(60)
})

// One gate for each group: the units do not depend on each other, so one that is stopped stops no other.
describe.each(groups)('%s: an agent that', (group, kinds, ...made) => {
  let ends: Promise<ReadonlyMap<string, End>> | undefined
  test.skipIf(group === 'python' && !hasPython).each(kinds)(
    '$name is not stopped',
    { timeout: 600_000 },
    async ({ name }) => {
      ends ??= runAll(kinds, ...made)
      const end = (await ends).get(name)
      if (end?.landed !== true || end.attempts !== 1) stopped += 1
      expect(end).toEqual({ landed: true, attempts: 1, why: [] })
    },
  )
})

async function runAll(
  kinds: readonly HonestKind[],
  files: Files,
  prepare: Prepare,
  commands: string,
): Promise<ReadonlyMap<string, End>> {
  const repo = createRepo()
  try {
    const units = kinds.map(({ unit = [] }, index) => ({ local: localOf(index), extra: unit }))
    const close = { local: 'G1-CLOSE', type: 'close', dependsOn: units.map(({ local }) => local) }
    const feature = writeFeature(repo, { gates: [{ units: [...units, close] }], verification: commands })
    for (const [path, text] of Object.entries({ ...product, ...files })) repo.write(path, text)
    repo.write('.gitignore', 'ignored/\n*.log\nnode_modules/\n')
    writeScenario(repo, Object.fromEntries(kinds.map(({ agent }, index) => [localOf(index), agent])))
    prepare(repo)
    repo.commitAll('docs: plan')
    const it = situationOf(repo, feature)
    await it.arm()
    const { stderr } = await runBin('loop', ['run'], { cwd: repo.path, env: repo.env, longestMs: 500_000 })
    const subjects = it.subjects()
    const calls = it.calls()
    const events = it.events()
    return new Map(
      kinds.map(({ name }, index) => [
        name,
        endOf(`${feature.id}/${localOf(index)}`, { subjects, calls, events, stderr }),
      ]),
    )
  } finally {
    endProcessesOf(repo)
    repo.remove()
  }
}

interface Facts {
  readonly subjects: readonly string[]
  readonly calls: readonly AgentCall[]
  readonly events: readonly LoggedEvent[]
  readonly stderr: string
}

function endOf(unit: string, { subjects, calls, events, stderr }: Facts): End {
  const local = unit.slice(unit.lastIndexOf('/') + 1)
  const landed = subjects.includes(`feat: Do ${local}`)
  const attempts = calls.filter((call) => call.unit === unit).length
  const summaries = events
    .filter(
      ({ event_type, correlation_id, payload }) =>
        event_type === 'attempt_outcome' && correlation_id === unit && payload['outcome'] !== 'passed',
    )
    .map(({ payload }) => `${String(payload['outcome'])}: ${String(payload['summary'])}`)
  return { landed, attempts, why: landed || summaries.length > 0 ? summaries : [stderr.slice(-2000)] }
}

function localOf(index: number): string {
  return `T${String(index + 1).padStart(2, '0')}`
}
