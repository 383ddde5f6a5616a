import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { TestRepo } from './create-repo.ts'

/**
 * What the fake agent does, in order. Texts and paths may hold {unit} {attempt} {nonce} {feature} {state} {control}.
 * `git-…` works on files of the common git directory.
 */
export type Action =
  | { readonly do: 'write' | 'append'; readonly path: string; readonly text: string }
  | { readonly do: 'remove'; readonly path: string }
  | { readonly do: 'replace'; readonly path: string; readonly from: string; readonly to: string }
  | { readonly do: 'git'; readonly args: readonly string[] }
  | { readonly do: 'git-write'; readonly path: string; readonly text: string; readonly mode?: number }
  | { readonly do: 'git-append'; readonly path: string; readonly text: string }
  | { readonly do: 'delete-lock' }
  | { readonly do: 'close'; readonly verdict?: string }
  | { readonly do: 'work' }
  | { readonly do: 'shell' | 'leave-hidden'; readonly script: string }
  | { readonly do: 'leave-child' | 'leave-daemon' | 'ignore-sigterm' | 'hang' }
  | { readonly do: 'mark' | 'wait'; readonly name: string }
  | { readonly do: 'say'; readonly text: string }
  | { readonly do: 'say-bytes'; readonly hex: string }
  | { readonly do: 'flood'; readonly bytes: number }
  | { readonly do: 'exit'; readonly code: number }
  | { readonly do: 'kill-self' | 'kill-driver' }
  | {
      readonly do: 'result'
      readonly kind: 'complete' | 'blocked' | 'malformed' | 'missing' | 'wrong-nonce' | 'wrong-nonce-blocked'
      readonly reason?: string
    }

/**
 * `T01/1` is the first attempt of T01, `T01` every other one of its attempts. A unit that is not named does its work:
 * it writes `src/<unit>.txt`, or closes the gate. Without a `result` the agent says `complete`.
 */
export type Scenario = Readonly<Record<string, readonly Action[]>>

export interface AgentCall {
  readonly unit: string
  readonly attempt: number
}

/** Tells the fake agent of a repository what to do. */
export function writeScenario(repo: TestRepo, scenario: Scenario): void {
  const file = join(controlOf(repo), 'scenario.json')
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, JSON.stringify(scenario))
}

/** Every agent process that was started, in order: what a real one would have been paid for. */
export function callsOf(repo: TestRepo): readonly AgentCall[] {
  const file = join(controlOf(repo), 'calls.jsonl')
  if (!existsSync(file)) return []
  // Written by the fake agent, one object a line.
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as AgentCall)
}

/** The folder in which tests and agents leave each other files. */
export function controlOf({ env }: Pick<TestRepo, 'env'>): string {
  return env['GATECYCLE_TEST_CONTROL'] ?? ''
}
