import { chmodSync, copyFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect } from 'vitest'
import { presets, runAgent, type AgentOrder, type AgentProfile } from '../src/index.ts'
import { command } from '../src/presets/command.ts'
import { abortOn, bareEnvironment, fixture, test, type TestRun } from './run-test.ts'

interface Changes extends Partial<Omit<AgentOrder, 'profile'>> {
  readonly profile?: Partial<AgentProfile>
}

function orderFor(run: TestRun, agent: string, { profile, ...changes }: Changes = {}): AgentOrder {
  return {
    preset: command,
    profile: {
      name: 'main',
      preset: 'command',
      bin: 'node',
      args: [fixture(agent)],
      env: {},
      pass: [],
      ...profile,
    },
    job: { prompt: 'do it', cwd: run.folder },
    environment: { ...bareEnvironment(), PATH: dirname(process.execPath) },
    mark: run.mark,
    timeoutMs: 50_000,
    silenceMs: undefined,
    ...changes,
  }
}

describe('runAgent', () => {
  test('returns what the agent said', async ({ run }) => {
    const { outcome, end } = await runAgent(orderFor(run, 'agent-echoes-prompt'))
    expect(outcome).toMatchObject({ class: 'ok', text: 'do it', costUsd: undefined })
    expect(end).toMatchObject({ kind: 'exited', exitCode: 0 })
  })

  test('gives the agent a filtered environment and says what it withheld', async ({ run }) => {
    const path = dirname(process.execPath)
    const environment = {
      PATH: path,
      PWD: '/',
      OLDPWD: '/',
      GIT_DIR: '/r',
      NPM_TOKEN: 't',
      AGENT_KEY: 'k',
      UNSET: undefined,
    }
    const profile = { env: { AGENT_MODE: 'x', GIT_WORK_TREE: '/r' }, pass: ['AGENT_KEY', 'GIT_DIR'] }
    const { outcome, withheld } = await runAgent(
      orderFor(run, 'agent-tells-surroundings', { environment, profile }),
    )
    expect(JSON.parse(outcome.text)).toMatchObject({ cwd: run.folder, prompt: 'do it' })
    expect(JSON.parse(outcome.text).env).toEqual({
      PATH: path,
      PWD: run.folder,
      AGENT_KEY: 'k',
      AGENT_MODE: 'x',
      GATECYCLE_RUN_MARK: run.mark.token,
    })
    expect(withheld).toEqual(['GIT_DIR', 'GIT_WORK_TREE', 'NPM_TOKEN'])
  })

  test('starts a program of the worktree by its relative path', async ({ run }) => {
    const program = join(run.folder, 'agent.sh')
    writeFileSync(program, '#!/bin/sh\necho "here: $1"\n')
    chmodSync(program, 0o755)
    const profile = { bin: './agent.sh', args: ['{model}'], model: 'big' }
    const { outcome } = await runAgent(orderFor(run, '', { profile }))
    expect(outcome).toMatchObject({ class: 'ok', text: 'here: big\n' })
  })

  test('keeps characters whole that come in two chunks', async ({ run }) => {
    const agent = join(run.folder, 'agent.mjs')
    copyFileSync(fixture('agent-splits-character'), agent)
    const { outcome } = await runAgent(orderFor(run, '', { profile: { args: [agent] } }))
    expect(outcome.text).toBe('\uFEFFa€b')
  })

  test.for([
    ['config', 'is not there', { profile: { bin: 'no-such-agent' } }],
    ['config', 'has no folder', { job: { prompt: '', cwd: '/no/such/folder' } }],
    ['crash', 'exits with 1', { profile: { args: [fixture('agent-echoes-prompt'), '1'] } }],
    ['crash', 'is killed', { profile: { args: [fixture('agent-kills-itself'), 'SIGKILL'] } }],
    ['timed_out', 'takes too long', { timeoutMs: 300 }],
    ['stalled', 'says nothing', { silenceMs: 300 }],
  ] as const)('is %s when the agent %s', async ([expected, , changes], { run }) => {
    const { outcome } = await runAgent(orderFor(run, 'agent-silent', changes))
    expect(outcome.class).toBe(expected)
    expect(outcome.detail).toBeTypeOf('string')
  })

  test('keeps what was said before an interruption', async ({ run }) => {
    const { outcome } = await runAgent(orderFor(run, 'agent-exits-zero-on-sigterm', abortOn('ready')))
    expect(outcome).toMatchObject({ class: 'interrupted', text: 'ready\n' })
  })
})

test('every preset gives the prompt to standard input, not to an argument', () => {
  const profile: AgentProfile = { name: 'main', preset: '', bin: 'agent', args: [], env: {}, pass: [] }
  for (const preset of presets) {
    const invocation = preset.build({ prompt: 'the prompt', cwd: '/' }, profile)
    expect(invocation.stdin).toContain('the prompt')
    expect(invocation.argv.join(' ')).not.toContain('the prompt')
  }
})
