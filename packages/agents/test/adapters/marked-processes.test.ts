import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect } from 'vitest'
import { endProcesses } from '../../src/adapters/end-processes.ts'
import { isAlive } from '../../src/adapters/process-table.ts'
import {
  createRunMark,
  endMarkedProcesses,
  findMarkedProcesses,
  markedEnvironment,
  type RunMark,
} from '../../src/index.ts'
import { bareEnvironment, fixture, test } from '../run-test.ts'

async function startMarked(agent: string, mark: RunMark): Promise<ChildProcess & { readonly pid: number }> {
  const env = markedEnvironment(bareEnvironment(), mark)
  const child = spawn(process.execPath, [fixture(agent)], { env, stdio: ['ignore', 'pipe', 'ignore'] })
  await once(child.stdout, 'data')
  // It said something, so it was started and has a pid.
  return child as typeof child & { readonly pid: number }
}

describe('findMarkedProcesses', () => {
  test('finds those with exactly this mark', async ({ run }) => {
    const child = await startMarked('agent-silent', run.mark)
    const shorter = createRunMark(run.mark.token.slice(0, -1))
    expect(findMarkedProcesses(run.mark)).toMatchObject({ supported: true, processes: [{ pid: child.pid }] })
    expect(findMarkedProcesses(shorter).processes).toEqual([])
    await endMarkedProcesses(run.mark, { graceMs: 40_000 })
  })

  test('leaves out the process that looks, and its ancestors', async ({ run }) => {
    const source = `
      import { findMarkedProcesses } from ${JSON.stringify(new URL('../../src/adapters/find-marked-processes.ts', import.meta.url).href)}
    `
    expect(source).toContain('find-marked-processes')
    expect(findMarkedProcesses(run.mark).processes).toEqual([])
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
