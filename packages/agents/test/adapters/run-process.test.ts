import { expect, test } from 'vitest'
import { runProcess } from '../../src/index.ts'
import { createRunMark } from '../../src/run-mark.ts'
test('smoke', async () => {
  const end = await runProcess({
    argv: [
      process.execPath,
      '-e',
      'process.stdin.on("data",d=>process.stdout.write(d)).on("end",()=>process.exit(3))',
    ],
    cwd: '/tmp',
    env: {},
    stdin: 'hällo',
    timeoutMs: 5000,
    silenceMs: undefined,
    outputCapBytes: 100,
    mark: createRunMark('smoke-1'),
  })
  console.log(end)
  expect(end.kind).toBe('exited')
  console.log(
    await runProcess({
      argv: ['nonono'],
      cwd: '/tmp',
      env: {},
      stdin: 'x',
      timeoutMs: 5000,
      silenceMs: undefined,
      outputCapBytes: 100,
      mark: createRunMark('smoke-1'),
    }),
  )
  console.log(
    await runProcess({
      argv: ['sh', '-c', '(setsid sleep 1000 &) ; kill -9 $$'],
      cwd: '/tmp',
      env: {},
      stdin: 'x',
      timeoutMs: 5000,
      silenceMs: undefined,
      outputCapBytes: 100,
      mark: createRunMark('smoke-1'),
    }),
  )
  console.log(
    await runProcess({
      argv: ['sh', '-c', 'echo hi > /dev/stderr'],
      cwd: '/tmp',
      env: {},
      stdin: undefined,
      timeoutMs: 5000,
      silenceMs: undefined,
      outputCapBytes: 100,
      mark: createRunMark('smoke-1'),
    }),
  )
})
