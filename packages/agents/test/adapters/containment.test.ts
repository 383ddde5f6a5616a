import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect } from 'vitest'
import { createRunMark, findContainment, runProcess, uncontained } from '../../src/index.ts'
import { abortOn, test } from '../run-test.ts'

const path = process.env['PATH']
const containment = await findContainment('process', path)
if (containment === undefined)
  process.stderr.write('containment: no process namespaces here; their tests are skipped\n')

test('level none is always there and changes nothing', async ({ run }) => {
  expect(await findContainment('none', path)).toEqual(uncontained)
  const end = await runProcess(
    run.order('agent-echoes-prompt', ['3'], { stdin: 'x', containment: uncontained }),
  )
  expect(end).toMatchObject({ kind: 'exited', exitCode: 3 })
})

test('a machine without unshare has no process namespaces', async () => {
  expect(await findContainment('process', '/nowhere')).toBeUndefined()
})

describe.skipIf(containment === undefined)('in a process namespace', () => {
  const contained = { containment: containment ?? uncontained }

  test('a program is heard and asked as outside', async ({ run }) => {
    const end = await runProcess(run.order('agent-echoes-prompt', ['7'], { stdin: 'hällo\n', ...contained }))
    expect(end).toMatchObject({ kind: 'exited', exitCode: 7, survivors: 0 })
    expect(end.stdout.text).toBe('hällo\n')
    expect(end.stderr.text).toBe('')
  })

  test.for(['SIGKILL', 'SIGSEGV', 'SIGTERM'])(
    'a program that %s ended is told so',
    async (signal, { run }) => {
      const end = await runProcess(run.order('agent-kills-itself', [signal], contained))
      expect(end).toMatchObject({ kind: 'signalled', signal })
    },
  )

  test('a program that is not there could not be started', async ({ run }) => {
    const order = run.order('agent-silent', [], contained)
    expect(await runProcess({ ...order, argv: ['no-such-program'] })).toMatchObject({ reason: 'not-found' })
    expect(await runProcess({ ...order, argv: ['exit', '0'] })).toMatchObject({ reason: 'not-found' })
  })

  test('a daemon that nobody could find any more ends with the program', async ({ run }) => {
    const file = join(run.folder, 'alive')
    const end = await runProcess(run.order('agent-leaves-nobody-knows', [file], contained))
    expect(end).toMatchObject({ kind: 'exited', exitCode: 0 })
    expect(end.survivors).toBeGreaterThan(0)
    await pause(2500)
    expect(existsSync(file)).toBe(false)
  })

  // In the middle of exec a process has no command line, and between two forks it has no number that a look could have met.
  test('a daemon that is about to become another program is counted', async ({ run }) => {
    const argv = ['/bin/sh', '-c', 'setsid setsid sleep 60 </dev/null >/dev/null 2>&1 &'] as const
    const ends = await Promise.all(
      Array.from({ length: 12 }, async (_, at) => {
        const mark = createRunMark(`${run.mark.token}-${at}`)
        return runProcess({ ...run.order('agent-silent', [], { ...contained, mark }), argv })
      }),
    )
    expect(ends.map(({ survivors }) => survivors > 0)).toEqual(ends.map(() => true))
  })

  test('a program cannot reach the driver with a signal', async ({ run }) => {
    const argv = [
      '/bin/sh',
      '-c',
      `kill -0 ${process.pid} 2>/dev/null && echo reached || echo nobody`,
    ] as const
    const end = await runProcess({ ...run.order('agent-silent', [], contained), argv: [...argv] })
    expect(end.stdout.text).toBe('nobody\n')
  })

  test('time limits and interruptions end all of it', async ({ run }) => {
    const late = await runProcess(
      run.order('agent-silent', [], { timeoutMs: 300, killGraceMs: 300, ...contained }),
    )
    expect(late).toMatchObject({ kind: 'timed-out' })
    const stubborn = run.order('agent-ignores-sigterm', [], {
      killGraceMs: 200,
      ...contained,
      ...abortOn('ready'),
    })
    expect(await runProcess(stubborn)).toMatchObject({ kind: 'interrupted' })
  })
})
