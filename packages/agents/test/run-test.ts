import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test as base } from 'vitest'
import {
  createRunMark,
  defaultOutputCapBytes,
  endMarkedProcesses,
  findMarkedProcesses,
  type ProcessOrder,
  type RunMark,
} from '../src/index.ts'

export interface TestRun {
  readonly mark: RunMark
  /** Empty, and removed afterwards. */
  readonly folder: string
  /** An order for a fixture that is patient enough for a slow machine. */
  readonly order: (agent: string, args?: readonly string[], changes?: Partial<ProcessOrder>) => ProcessOrder
}

/** A test with a run of its own, which fails when a process of the run is left afterwards. */
export const test = base.extend<{ run: TestRun }>({
  // eslint-disable-next-line no-empty-pattern -- vitest reads the names of the fixtures from the pattern
  run: async ({}, use) => {
    const mark = createRunMark(`test-${randomUUID()}`)
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'gatecycle-agents-')))
    await use({
      mark,
      folder,
      order: (agent, args, changes) => createOrder({ mark, folder }, agent, args, changes),
    })
    const left = findMarkedProcesses(mark).processes
    await endMarkedProcesses(mark, { graceMs: 0 })
    rmSync(folder, { recursive: true, force: true })
    expect(left, 'no process of the run is left').toEqual([])
  },
})

/** The path of a script in test/fixtures; each ends after two minutes at most, whatever is broken here. */
export function fixture(name: string): string {
  return fileURLToPath(new URL(`fixtures/${name}.mjs`, import.meta.url))
}

/** What a child needs of our environment; never GIT_*. */
export function bareEnvironment(): Record<string, string> {
  return { PATH: process.env['PATH'] ?? '' }
}

function createOrder(
  { mark, folder }: Pick<TestRun, 'mark' | 'folder'>,
  agent: string,
  args: readonly string[] = [],
  changes: Partial<ProcessOrder> = {},
): ProcessOrder {
  return {
    argv: [process.execPath, fixture(agent), ...args],
    cwd: folder,
    env: bareEnvironment(),
    stdin: undefined,
    timeoutMs: 50_000,
    silenceMs: undefined,
    outputCapBytes: defaultOutputCapBytes,
    mark,
    ...changes,
  }
}

/** Aborts as soon as the process said `word` on standard output. */
export function abortOn(word: string): Required<Pick<ProcessOrder, 'signal' | 'onOutput'>> {
  const controller = new AbortController()
  let said = ''
  return {
    signal: controller.signal,
    onOutput: (chunk) => {
      said += Buffer.from(chunk).toString('utf8')
      if (said.includes(word)) controller.abort()
    },
  }
}
