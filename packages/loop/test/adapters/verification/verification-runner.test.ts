import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createRunMark, uncontained } from '@gatecycle/agents'
import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import type { VerificationEntry } from '@gatecycle/plan-model'
import {
  runVerificationCommand,
  type VerificationOrder,
} from '../../../src/adapters/verification/verification-runner.ts'
import type { CommandResult } from '../../../src/policy/command-result.ts'
import { createEntry } from '../../sample-feature.ts'
import { test as folderTest } from '../../temp-folder.ts'

type Run = (entry: Partial<VerificationEntry>, order?: Partial<VerificationOrder>) => Promise<CommandResult>

const test = folderTest.extend<{ run: Run }>({
  run: async ({ folder }, use) => {
    await use(async (entry, order) =>
      runVerificationCommand({
        set: 'code',
        entry: createEntry('check', entry),
        directory: folder,
        env: { PATH: process.env['PATH'] },
        pass: [],
        drop: [],
        mark: createRunMark(`test-${randomUUID()}`),
        signal: new AbortController().signal,
        containment: uncontained,
        ...order,
      }),
    )
  },
})
const node = (code: string): readonly string[] => [process.execPath, '-e', code]

test('a command that exits 0 passed, with both of its streams', async ({ run }) => {
  const result = await run({ argv: node('console.log("out"); console.error("err")') })
  expect(result).toMatchObject({
    answer: 'passed',
    exit: 0,
    signal: undefined,
    output: 'out\n\nerr\n',
    bytes: 8,
    survivors: 0,
    interrupted: false,
  })
})

test.for<readonly [string, Partial<VerificationEntry>, Partial<CommandResult>]>([
  [
    'another exit code is a failure',
    { shell: 'echo red; exit 3' },
    { answer: 'failed', exit: 3, output: 'red\n' },
  ],
  ['an expected exit code is a pass', { shell: 'exit 3', expect: [0, 3] }, { answer: 'passed', exit: 3 }],
  [
    '0 is a failure where it is not expected',
    { shell: 'exit 0', expect: [1] },
    { answer: 'failed', exit: 0 },
  ],
  ['126 could not run', { shell: 'exit 126' }, { answer: 'could_not_run', exit: 126 }],
  ['127 could not run', { shell: 'no-such-program-here' }, { answer: 'could_not_run', exit: 127 }],
  [
    '127 is a pass where it is expected',
    { shell: 'exit 127', expect: [127] },
    { answer: 'passed', exit: 127 },
  ],
  [
    'a program that is missing could not run',
    { argv: ['no-such-program-here'] },
    { answer: 'could_not_run', exit: undefined },
  ],
  [
    'a folder that is missing could not run',
    { shell: 'true', cwd: 'none' },
    { answer: 'could_not_run', exit: undefined },
  ],
  [
    'an end by a signal is a failure',
    { shell: 'kill -SEGV $$' },
    { answer: 'failed', exit: undefined, signal: 'SIGSEGV' },
  ],
  [
    'an end by a signal is a failure, whatever is expected',
    { shell: 'kill -KILL $$', expect: [0, 137] },
    { answer: 'failed', signal: 'SIGKILL' },
  ],
])('%s', async ([, entry, expected], { run }) => {
  expect(await run(entry)).toMatchObject(expected)
})

test('a program that is missing is named', async ({ run }) => {
  expect((await run({ argv: ['no-such-program-here'] })).output).toContain('no-such-program-here')
})

test('a command that takes too long timed out', async ({ run }) => {
  const result = await run({ argv: node('setInterval(() => {}, 1000)'), timeout: 0.2 })
  expect(result).toMatchObject({ answer: 'timed_out', exit: undefined, survivors: 0 })
})

test('a command that is interrupted says so, and did not pass', async ({ run }) => {
  const controller = new AbortController()
  controller.abort()
  const result = await run({ argv: node('setInterval(() => {}, 1000)') }, { signal: controller.signal })
  expect([result.interrupted, result.answer]).toEqual([true, 'failed'])
})

test('it runs where its entry says, below the worktree', async ({ run, folder }) => {
  mkdirSync(join(folder, 'web é'))
  expect((await run({ shell: 'pwd -P', cwd: 'web é' })).output.trim()).toBe(join(folder, 'web é'))
  expect((await run({ shell: 'pwd -P' })).output.trim()).toBe(folder)
})

test('it sees what its entry gives and what is passed; not what is dropped, nor secrets, nor GIT_*', async ({
  run,
}) => {
  const env = {
    PATH: process.env['PATH'],
    LANG: 'C.UTF-8',
    PLAIN: 'plain',
    DROPPED: 'dropped',
    MY_SECRET_TOKEN: 'secret',
    PASSED_TOKEN: 'passed',
    GIT_DIR: '/evil',
  }
  const { output } = await run(
    { argv: node('console.log(JSON.stringify(process.env))'), env: { OWN: 'own', LANG: 'C' } },
    { env, pass: ['PASSED_TOKEN'], drop: ['DROPPED'] },
  )
  const seen = JSON.parse(output) as Record<string, string>
  expect([seen['OWN'], seen['LANG'], seen['PLAIN'], seen['PASSED_TOKEN']]).toEqual([
    'own',
    'C',
    'plain',
    'passed',
  ])
  expect(['DROPPED', 'MY_SECRET_TOKEN', 'GIT_DIR'].filter((name) => name in seen)).toEqual([])
})

test('its stdin is closed', async ({ run }) => {
  expect(
    (await run({ argv: node('process.stdin.on("end", () => console.log("end")).resume()') })).output,
  ).toBe('end\n')
})

test('its words are a shell’s only where a shell is asked for', async ({ run, folder }) => {
  writeFileSync(join(folder, 'a.txt'), '')
  expect((await run({ argv: ['echo', '*.txt', '$HOME'] })).output).toBe('*.txt $HOME\n')
  expect((await run({ shell: 'echo *.txt' })).output).toBe('a.txt\n')
})

test('the raw output is kept in a file', async ({ run, folder }) => {
  const outputFile = join(folder, 'output.txt')
  await run({ shell: 'echo out; echo err >&2' }, { outputFile })
  expect(readFileSync(outputFile, 'utf8').split('\n').toSorted()).toEqual(['', 'err', 'out'])
})

test('what it leaves behind is ended and counted', async ({ run }) => {
  const child = node(
    'require("node:child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { detached: true, stdio: "ignore" }).unref()',
  )
  const result = await run({ argv: child })
  expect([result.answer, result.survivors]).toEqual(['passed', 1])
})

const junit = (inside: string): string => `<testsuite>${inside}</testsuite>`
const one = '<testcase classname="a" name="adds"/>'
const red = '<testcase classname="a" name="breaks"><failure message="2 is not 3"/></testcase>'
const report = { path: 'out/report.xml', kind: 'junit' } as const

test.for<readonly [string, string, Partial<CommandResult>]>([
  ['is counted', `mkdir -p out; echo '${junit(one)}' > out/report.xml`, { answer: 'passed' }],
  [
    'that names a failing test beside exit 0 is no pass',
    `mkdir -p out; echo '${junit(one + red)}' > out/report.xml`,
    { answer: 'failed' },
  ],
  ['that is not written is no pass', 'true', { answer: 'failed', exit: 0 }],
  ['that cannot be read is no pass', 'mkdir -p out; echo x > out/report.xml', { answer: 'failed', exit: 0 }],
])('a report %s', async ([, shell, expected], { run, folder }) => {
  const result = await run({ shell, report })
  expect(result).toMatchObject(expected)
  if (expected.answer === 'passed') expect(result.tests).toMatchObject({ runner: 'JUnit XML', executed: 1 })
  else expect(result.reason).toContain('out/report.xml')
  expect(existsSync(join(folder, 'out/report.xml'))).toBe(false)
})

test('a report that lay there before says nothing about the command', async ({ run, folder }) => {
  mkdirSync(join(folder, 'out'))
  writeFileSync(join(folder, 'out/report.xml'), junit(one))
  expect(await run({ shell: 'true', report })).toMatchObject({ answer: 'failed' })
})

test('several files by a glob are one report, from where the command runs', async ({ run, folder }) => {
  mkdirSync(join(folder, 'sub/reports/deep'), { recursive: true })
  const shell = `echo '${junit(one)}' > reports/TEST-a.xml; echo '${junit(one)}' > reports/deep/TEST-b.xml`
  const result = await run({ shell, cwd: 'sub', report: { path: 'reports/**/*.xml', kind: 'junit' } })
  expect(result.tests).toMatchObject({ executed: 2, cases: [{ id: 'a > adds' }, { id: 'a > adds #2' }] })
})

test('a TAP report is read as one', async ({ run }) => {
  const shell = `printf 'TAP version 13\\nok 1 - a\\n1..1\\n' > out.tap`
  expect((await run({ shell, report: { path: 'out.tap', kind: 'tap' } })).tests).toMatchObject({
    executed: 1,
  })
})
