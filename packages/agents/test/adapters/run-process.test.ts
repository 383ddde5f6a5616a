import { createHash } from 'node:crypto'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { readProcessTable } from '../../src/adapters/process-table.ts'
import { runProcess } from '../../src/index.ts'
import { abortOn, test } from '../run-test.ts'

const emptySha256 = createHash('sha256').digest('hex')

describe('a process that ends by itself', () => {
  test('is told by its exit code and its output', async ({ run }) => {
    const end = await runProcess(run.order('agent-echoes-prompt', [], { stdin: 'hällo\n' }))
    const sha256 = createHash('sha256').update('hällo\n').digest('hex')
    expect(end).toMatchObject({ kind: 'exited', exitCode: 0, survivors: 0 })
    expect(end.stdout).toEqual({ text: 'hällo\n', bytes: 7, sha256, truncated: false })
    expect(end.stderr).toEqual({ text: '', bytes: 0, sha256: emptySha256, truncated: false })
  })

  test('keeps an exit code other than 0', async ({ run }) => {
    const end = await runProcess(run.order('agent-echoes-prompt', ['7'], { stdin: '' }))
    expect(end).toMatchObject({ kind: 'exited', exitCode: 7 })
  })

  test.for(['SIGKILL', 'SIGSEGV', 'SIGTERM'])(
    'has no exit code when %s ended it',
    async (signal, { run }) => {
      const end = await runProcess(run.order('agent-kills-itself', [signal]))
      expect(end).toMatchObject({ kind: 'signalled', signal })
      expect(end).not.toHaveProperty('exitCode')
    },
  )

  test('has its duration measured on the clock that was passed', async ({ run }) => {
    const times = [1000, 1250]
    const end = await runProcess(run.order('agent-never-reads-stdin', [], { now: () => times.shift() ?? 0 }))
    expect(end.durationMs).toBe(250)
  })

  test('reads invalid UTF-8 with replacement characters and counts the bytes as they were', async ({
    run,
  }) => {
    const end = await runProcess(run.order('agent-invalid-utf8'))
    expect(end.stdout).toMatchObject({ text: 'a\uFFFDb\uFFFD', bytes: 5 })
  })

  test('gets exactly the environment it was ordered, and the mark', async ({ run }) => {
    const order = run.order('agent-tells-surroundings', ['a b', '$HOME'], {
      stdin: 'do it',
      env: { ONLY: 'this' },
    })
    const end = await runProcess(order)
    const env = { ONLY: 'this', GATECYCLE_RUN_MARK: run.mark.token }
    expect(JSON.parse(end.stdout.text)).toEqual({
      cwd: run.folder,
      args: ['a b', '$HOME'],
      env,
      prompt: 'do it',
    })
  })
})

describe('standard input', () => {
  test('takes a prompt of 5 MB', async ({ run }) => {
    const prompt = 'ü'.repeat(2_500_000)
    const end = await runProcess(run.order('agent-counts-prompt', [], { stdin: prompt }))
    const digest = createHash('sha256').update(prompt).digest('hex')
    expect(end).toMatchObject({ kind: 'exited', exitCode: 0 })
    expect(end.stdout.text).toBe(`5000000 ${digest}\n`)
  })

  test('is empty when nothing was ordered', async ({ run }) => {
    const end = await runProcess(run.order('agent-counts-prompt'))
    expect(end.stdout.text).toBe(`0 ${emptySha256}\n`)
  })

  test.for(['agent-never-reads-stdin', 'agent-closes-stdin'])(
    'may be left unread by %s',
    async (agent, { run }) => {
      const end = await runProcess(run.order(agent, [], { stdin: 'x'.repeat(5_000_000) }))
      expect(end).toMatchObject({ kind: 'exited', exitCode: 0 })
      expect(end.stdout.text).toMatch(/done\n$/u)
    },
  )
})

describe('a process that the driver ends', () => {
  test('is timed out by the wall clock', async ({ run }) => {
    expect(await runProcess(run.order('agent-silent', [], { timeoutMs: 300 }))).toMatchObject({
      kind: 'timed-out',
    })
  })

  test('is stalled when it says nothing for too long', async ({ run }) => {
    expect(await runProcess(run.order('agent-silent', [], { silenceMs: 300 }))).toMatchObject({
      kind: 'stalled',
    })
  })

  test('is interrupted by the signal', async ({ run }) => {
    const end = await runProcess(run.order('agent-silent', [], abortOn('ready')))
    expect(end).toMatchObject({ kind: 'interrupted', stdout: { text: 'ready\n' } })
  })

  test('is interrupted even when it then exits with 0', async ({ run }) => {
    const end = await runProcess(run.order('agent-exits-zero-on-sigterm', [], abortOn('ready')))
    expect(end).toMatchObject({ kind: 'interrupted' })
    expect(end).not.toHaveProperty('exitCode')
  })

  test('is killed when it ignores SIGTERM', async ({ run }) => {
    const end = await runProcess(
      run.order('agent-ignores-sigterm', [], { ...abortOn('ready'), killGraceMs: 200 }),
    )
    expect(end).toMatchObject({ kind: 'interrupted', stdout: { text: 'ready\nignored\n' } })
  })

  test('is never started when the signal came first', async ({ run }) => {
    const end = await runProcess(run.order('agent-never-reads-stdin', [], { signal: AbortSignal.abort() }))
    expect(end).toMatchObject({ kind: 'interrupted', survivors: 0, stdout: { bytes: 0 } })
  })

  test('is ended, and the error thrown on, when onOutput throws', async ({ run }) => {
    const bug = new TypeError('a bug of the caller')
    const onOutput = (): void => {
      throw bug
    }
    await expect(runProcess(run.order('agent-silent', [], { onOutput }))).rejects.toBe(bug)
  })
})

describe('a process that outlives the main one', () => {
  // Far beyond any slow machine, so that a run that waits for the daemon cannot pass.
  const patience = { killGraceMs: 40_000, drainMs: 300 }

  test('is found and ended in another session, below init, holding the pipes', async ({ run }) => {
    const end = await runProcess(run.order('agent-daemonises', ['dies'], patience))
    expect(end).toMatchObject({ kind: 'exited', exitCode: 0, survivors: 1, stdout: { text: 'daemon\n' } })
    expect(end.durationMs).toBeLessThan(20_000)
  })

  test('is killed when it ignores SIGTERM', async ({ run }) => {
    const end = await runProcess(
      run.order('agent-daemonises', ['ignores'], { ...patience, killGraceMs: 200 }),
    )
    expect(end).toMatchObject({ kind: 'exited', exitCode: 0, survivors: 1 })
  })

  test('is found by its session when it emptied its environment', async ({ run }) => {
    const end = await runProcess(run.order('agent-leaves-bare-child', [], { killGraceMs: 200 }))
    expect(end).toMatchObject({ kind: 'exited', exitCode: 0, survivors: 1 })
    // A zombie would still answer a signal; the table knows better.
    const left = readProcessTable()?.processes.map(({ pid }) => pid)
    expect(left).not.toContain(Number(end.stdout.text))
  })

  // Each setsid begins the next one as a process of its own and ends: a look meets those that end.
  test('is found while it hands itself on', async ({ run }) => {
    const chain = `${'setsid '.repeat(7)} sleep 60 </dev/null >/dev/null 2>&1 &`
    const survivors: number[] = []
    for (let round = 0; round < 24; round += 1) {
      const end = await runProcess(run.order('', [], { argv: ['/bin/sh', '-c', chain] }))
      survivors.push(end.survivors)
    }
    expect(survivors).not.toContain(0)
  })

  test('is ended with its heir when it leaves one on SIGTERM', async ({ run }) => {
    const end = await runProcess(
      run.order('agent-leaves-heir', [], { ...abortOn('ready'), killGraceMs: 40_000 }),
    )
    expect(end).toMatchObject({ kind: 'interrupted' })
    expect(end.survivors).toBeGreaterThanOrEqual(1)
    expect(end.durationMs).toBeLessThan(30_000)
  })
})

describe('a process that cannot be started', () => {
  test('was not found', async ({ run }) => {
    const end = await runProcess(run.order('', [], { argv: ['no-such-program'], stdin: 'x' }))
    const message = 'no-such-program was not found'
    expect(end).toMatchObject({ kind: 'spawn-failed', reason: 'not-found', message, survivors: 0 })
  })

  test('may not be executed', async ({ run }) => {
    const program = join(run.folder, 'plain.txt')
    writeFileSync(program, 'text', { mode: 0o644 })
    const end = await runProcess(run.order('', [], { argv: [program] }))
    expect(end).toMatchObject({ kind: 'spawn-failed', reason: 'not-executable' })
  })

  test('names an interpreter that is not there', async ({ run }) => {
    const program = join(run.folder, 'script')
    writeFileSync(program, '#!/no/such/interpreter\n', { mode: 0o755 })
    const end = await runProcess(run.order('', [], { argv: ['./script'] }))
    const message = './script names an interpreter that was not found'
    expect(end).toMatchObject({ kind: 'spawn-failed', reason: 'not-executable', message })
  })

  test('was not found behind a folder of PATH that may not be searched', async ({ run }) => {
    const locked = join(run.folder, 'locked')
    mkdirSync(locked, { mode: 0o000 })
    const end = await runProcess(run.order('', [], { argv: ['no-such-program'], env: { PATH: locked } }))
    // Newer Node does not remove what it may not look into.
    chmodSync(locked, 0o700)
    expect(end).toMatchObject({ kind: 'spawn-failed', reason: 'not-found' })
  })

  test.for(['missing', 'plain.txt'])('has %s for a folder', async (name, { run }) => {
    writeFileSync(join(run.folder, 'plain.txt'), 'text')
    const end = await runProcess(run.order('agent-silent', [], { cwd: join(run.folder, name) }))
    expect(end).toMatchObject({ kind: 'spawn-failed', reason: 'bad-cwd' })
  })

  test('has an argument that is too long', async ({ run }) => {
    const end = await runProcess(run.order('agent-silent', ['x'.repeat(4_000_000)]))
    expect(end).toMatchObject({ kind: 'spawn-failed', reason: 'other' })
    expect(end).toHaveProperty('message', `${process.execPath} could not be started (E2BIG)`)
  })

  test('has a byte 0 in an argument', async ({ run }) => {
    const end = await runProcess(run.order('agent-silent', ['a\0b']))
    expect(end).toMatchObject({ kind: 'spawn-failed', reason: 'other' })
  })
})
