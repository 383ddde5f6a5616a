import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect } from 'vitest'
import { endProcesses } from '../../src/adapters/end-processes.ts'
import { selectMarked, selectSession } from '../../src/adapters/find-marked-processes.ts'
import type { ProcessTable } from '../../src/adapters/process-facts.ts'
import { isAlive } from '../../src/adapters/process-table.ts'
import {
  createRunMark,
  endMarkedProcesses,
  findMarkedProcesses,
  markedEnvironment,
  type RunMark,
} from '../../src/index.ts'
import { bareEnvironment, fixture, test } from '../run-test.ts'

async function startMarked(agent: string, mark: RunMark): Promise<ChildProcess> {
  const env = markedEnvironment(bareEnvironment(), mark)
  const child = spawn(process.execPath, [fixture(agent)], { env, stdio: ['ignore', 'pipe', 'ignore'] })
  await once(child.stdout, 'data')
  return child
}

/** A table of `[pid, parent, session]` in which every process is marked. */
function tableOf(...rows: readonly (readonly [number, number, number])[]): ProcessTable {
  const processes = rows.map(([pid, parent, session]) => ({
    pid,
    parent,
    session,
    startTime: '1',
    name: 'a',
  }))
  return { processes, hasEntry: () => true }
}

function select(table: ProcessTable, self: number): readonly number[] {
  return selectMarked(table, createRunMark('any'), self).map(({ pid }) => pid)
}

describe('selectSession', () => {
  test('finds what is left of a session', () => {
    expect(selectSession(tableOf([11, 1, 10], [12, 1, 12]), 10)).toMatchObject([{ pid: 11 }])
  })

  test('finds nothing when its number belongs to a new process', () => {
    expect(selectSession(tableOf([10, 1, 10], [11, 10, 10]), 10)).toEqual([])
  })
})

describe('findMarkedProcesses', () => {
  test('finds those with exactly this mark', async ({ run }) => {
    const child = await startMarked('agent-silent', run.mark)
    const shorter = createRunMark(run.mark.token.slice(0, -1))
    expect(findMarkedProcesses(run.mark)).toMatchObject({ supported: true, processes: [{ pid: child.pid }] })
    expect(findMarkedProcesses(shorter).processes).toEqual([])
    await endMarkedProcesses(run.mark, { graceMs: 40_000 })
  })

  test('leaves out the process that looks, and its ancestors', () => {
    const marked = select(tableOf([1, 0, 1], [10, 1, 10], [20, 10, 10], [21, 20, 10], [11, 10, 10]), 20)
    expect(marked).toEqual([21, 11])
  })
})

describe('endMarkedProcesses', () => {
  test('says what it ended, and has nothing to do the second time', async ({ run }) => {
    const child = await startMarked('agent-silent', run.mark)
    const ended = await endMarkedProcesses(run.mark, { graceMs: 40_000 })
    expect(ended).toMatchObject([{ pid: child.pid, signal: 'SIGTERM', gone: true }])
    expect(await endMarkedProcesses(run.mark, { graceMs: 40_000 })).toEqual([])
  })

  test('kills what ignores SIGTERM', async ({ run }) => {
    const child = await startMarked('agent-ignores-sigterm', run.mark)
    const ended = await endMarkedProcesses(run.mark, { graceMs: 100 })
    expect(ended).toMatchObject([{ pid: child.pid, signal: 'SIGKILL', gone: true }])
  })

  test('kills at once without grace', async ({ run }) => {
    await startMarked('agent-exits-zero-on-sigterm', run.mark)
    expect(await endMarkedProcesses(run.mark, { graceMs: 0 })).toMatchObject([
      { signal: 'SIGKILL', gone: true },
    ])
  })

  test('ends the heirs, too', async ({ run }) => {
    await startMarked('agent-leaves-heir', run.mark)
    const ended = await endMarkedProcesses(run.mark, { graceMs: 40_000 })
    expect(ended.length).toBeGreaterThanOrEqual(2)
  })

  test('leaves a process alone that only has the pid of the one that was found', async ({ run }) => {
    const child = await startMarked('agent-silent', run.mark)
    const facts = findMarkedProcesses(run.mark).processes
    const earlier = facts.map((process) => ({ ...process, startTime: '1' }))
    expect(await endProcesses(() => earlier, { graceMs: 100 })).toEqual([])
    expect(child.exitCode ?? child.signalCode).toBeNull()
    expect(facts.map(isAlive)).toEqual([true])
    await endMarkedProcesses(run.mark, { graceMs: 40_000 })
  })
})
