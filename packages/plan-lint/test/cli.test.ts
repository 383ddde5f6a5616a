import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ExitCode } from '@gatecycle/diagnostics'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { rules, runCli } from '../src/index.ts'

const sample = fileURLToPath(new URL('../docs/sample/', import.meta.url))
const feature = '.gatecycle/features/FEAT-2026-0007-greeting'

let repository = ''
beforeEach(() => {
  repository = realpathSync(mkdtempSync(join(tmpdir(), 'plan-lint ')))
  cpSync(sample, join(repository, '.gatecycle'), { recursive: true })
  mkdirSync(join(repository, 'src/deep'), { recursive: true })
})
afterEach(() => rmSync(repository, { recursive: true, force: true }))

interface Result {
  readonly exitCode: ExitCode
  readonly stdout: string
  readonly stderr: string
}

async function run(argv: readonly string[], at = '.', env: Record<string, string> = {}): Promise<Result> {
  let [stdout, stderr] = ['', '']
  const exitCode = await runCli(argv, {
    cwd: join(repository, at),
    env,
    stdout: (text) => void (stdout += text),
    stderr: (text) => void (stderr += text),
    isTerminal: { stdin: false, stdout: false, stderr: false },
  })
  return { exitCode, stdout, stderr: stderr.replaceAll(repository, '<repository>') }
}

function write(name: string, text: string): void {
  writeFileSync(join(repository, name), text)
}

const brokenGate = '---\nstatus: opne\n---\n'

describe('what is linted', () => {
  const clean = { exitCode: 0, stdout: '1 feature: no problems\n', stderr: '' }

  test.each([
    ['nothing named, from the repository', [], '.'],
    ['nothing named, from a folder deep inside', [], 'src/deep'],
    ['nothing named, from the feature folder', [], feature],
    ['the feature folder', [feature], '.'],
    ['the feature folder, with a slash', [`${feature}/`], '.'],
    ['a file of the feature', [`${feature}/WU-01-greet.md`], '.'],
    ['files of the feature, as a hook names them', [`${feature}/PLAN.md`, `${feature}/GATE-01.md`], '.'],
    ['a file of the state folder', ['.gatecycle/verification.yml'], '.'],
    ['the state folder', ['.gatecycle'], '.'],
    ['its folder of features', ['.gatecycle/features'], '.'],
    ['the repository', ['.'], '.'],
    ['the repository, from inside', ['..'], 'src'],
    ['the state folder as root', ['--root', '../../.gatecycle'], 'src/deep'],
    ['the repository as root', ['--root', '../..'], 'src/deep'],
  ])('%s', async (_, argv, at) => {
    expect(await run(argv, at)).toEqual(clean)
  })

  test('GATECYCLE_ROOT stands for --root, also for a state folder of another name', async () => {
    cpSync(sample, join(repository, 'plans'), { recursive: true })
    expect(await run([], '.', { GATECYCLE_ROOT: 'plans' })).toEqual(clean)
    expect(await run(['plans/features/FEAT-2026-0007-greeting'], '.', { GATECYCLE_ROOT: 'plans' })).toEqual(
      clean,
    )
  })

  test('.specfuse is read where there is no .gatecycle', async () => {
    cpSync(join(repository, '.gatecycle'), join(repository, 'src/.specfuse'), { recursive: true })
    write('src/.specfuse/features/FEAT-2026-0007-greeting/GATE-01.md', brokenGate)
    expect((await run([], 'src')).exitCode).toBe(1)
    expect((await run(['src'])).exitCode).toBe(1)
  })

  test('a feature folder outside a state folder is linted without a verification file', async () => {
    cpSync(join(repository, feature), join(repository, 'draft'), { recursive: true })
    expect(await run(['draft'])).toEqual(clean)
  })

  test('a folder named like a feature but without a plan is a finding', async () => {
    mkdirSync(join(repository, '.gatecycle/features/FEAT-2026-0008-nothing'))
    const { exitCode, stdout } = await run([])
    expect(exitCode).toBe(1)
    expect(stdout).toMatchInlineSnapshot(`
      ".gatecycle/features/FEAT-2026-0008-nothing/PLAN.md:1:1 error PL001 feature folder "FEAT-2026-0008-nothing" has no PLAN.md (require-plan)
          hint: write PLAN.md with front matter and a task graph, or remove the folder

      2 features: 1 error, 0 warnings
      "
    `)
  })

  test('a problem of the shared verification file is said once', async () => {
    cpSync(join(repository, feature), join(repository, '.gatecycle/features/FEAT-2026-0007-again'), {
      recursive: true,
    })
    write('.gatecycle/verification.yml', 'code: []\n')
    const { stdout } = await run(['--format', 'json'])
    const found = JSON.parse(stdout) as { diagnostics: { code: string; file: string }[] }
    const inVerification = found.diagnostics.filter(({ file }) => file === '.gatecycle/verification.yml')
    expect(inVerification.map(({ code }) => code)).toEqual(['PL401'])
  })
})

describe('what cannot be linted is exit code 2', () => {
  test.each([
    ['a path that does not exist', ['nowhere'], 'plan-lint: nowhere does not exist [PATH_NOT_FOUND]'],
    ['a folder without plans', ['src'], 'plan-lint: src belongs to no plan [NOT_A_PLAN]'],
    ['a root without plans', ['--root', 'src'], 'plan-lint: src is neither a state folder nor a repository'],
    ['an unknown option', ['--formt', 'json'], "error: unknown option '--formt'"],
    [
      'an unknown format',
      ['--format', 'xml'],
      "error: option '--format <format>' argument 'xml' is invalid.",
    ],
    [
      'a number of warnings that is none',
      ['--max-warnings', '-1'],
      "error: option '--max-warnings <n>' argument '-1'",
    ],
  ])('%s', async (_, argv, message) => {
    const { exitCode, stdout, stderr } = await run(argv)
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
    expect(stderr).toContain(message)
  })

  test('nothing found says where it looked', async () => {
    rmSync(join(repository, '.gatecycle'), { recursive: true })
    const { exitCode, stderr } = await run([], 'src')
    expect(exitCode).toBe(2)
    expect(stderr).toContain('no .gatecycle folder in <repository>/src or in any folder above it')
  })

  test('a state folder without features says so', async () => {
    rmSync(join(repository, '.gatecycle/features'), { recursive: true })
    const { exitCode, stderr } = await run([])
    expect(exitCode).toBe(2)
    expect(stderr).toContain('no feature folder in .gatecycle/features')
  })
})

describe('names that no file can have', () => {
  const planWith = (file: string): string =>
    readFileSync(join(sample, 'features/FEAT-2026-0007-greeting/PLAN.md'), 'utf8').replace(
      'WU-02-show.md',
      file,
    )

  test.each([
    ['a byte 0', '"a\\0b"'],
    ['a name that is too long', 'x'.repeat(5000)],
    ['a folder', '.'],
    ['a file of another folder', '../../verification.yml'],
    ['a file as a folder', 'PLAN.md/x'],
  ])('%s is a missing file', async (_, file) => {
    write(`${feature}/PLAN.md`, planWith(file))
    const { exitCode, stdout, stderr } = await run(['--format', 'jsonl'])
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' })
    expect(stdout).toContain('"code":"PL106"')
  })

  test('a link that leads to itself is a missing file', async () => {
    rmSync(join(repository, feature, 'WU-02-show.md'))
    symlinkSync('WU-02-show.md', join(repository, feature, 'WU-02-show.md'))
    expect((await run(['--format', 'jsonl'])).stdout).toContain('"code":"PL106"')
  })

  test.skipIf(process.getuid?.() === 0)('a file that may not be read stops with its name', async () => {
    chmodSync(join(repository, feature, 'WU-02-show.md'), 0)
    const { exitCode, stderr } = await run([])
    expect(exitCode).toBe(2)
    expect(stderr).toContain('WU-02-show.md: EACCES [FILE_NOT_READABLE]')
  })
})

describe('what is printed', () => {
  test('pretty shows the line, a caret and what to do', async () => {
    write(`${feature}/GATE-01.md`, brokenGate)
    const { exitCode, stdout } = await run([])
    expect(exitCode).toBe(1)
    expect(stdout).toMatchInlineSnapshot(`
      ".gatecycle/features/FEAT-2026-0007-greeting/GATE-01.md:2:9 error PL004 \`status\` is "opne", which is not one of open, awaiting_review, passed (no-unknown-value)
          2 | status: opne
            |         ^^^^
          hint: did you mean "open"?

      1 feature: 1 error, 0 warnings
      "
    `)
  })

  test('paths are relative to where the command runs', async () => {
    write(`${feature}/GATE-01.md`, brokenGate)
    expect((await run([], 'src')).stdout).toMatch(/^\.\.\/\.gatecycle\/features\//u)
    expect((await run([], feature)).stdout).toMatch(/^GATE-01\.md:2:9/u)
  })

  test('json is data', async () => {
    write(`${feature}/GATE-01.md`, brokenGate)
    const { stdout } = await run(['--format', 'json'])
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      diagnostics: [{ code: 'PL004', severity: 'error', range: { start: { line: 2, column: 9 } } }],
    })
  })

  test('colour is for terminals, and for those who ask', async () => {
    write(`${feature}/GATE-01.md`, brokenGate)
    expect((await run([])).stdout).not.toContain('\u001B')
    expect((await run([], '.', { FORCE_COLOR: '1' })).stdout).toContain('\u001B[31m')
    expect((await run([], '.', { FORCE_COLOR: '1', NO_COLOR: '1' })).stdout).not.toContain('\u001B')
  })

  test('warnings fail only when there are too many; --quiet hides them', async () => {
    write(
      `${feature}/WU-01-greet.md`,
      '---\nid: FEAT-2026-0007/T01\nstatus: done\nproduces: [src/greet.mjs]\n---\n',
    )
    expect(await run([])).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('0 errors, 1 warning'),
    })
    expect(await run(['--max-warnings', '1'])).toMatchObject({ exitCode: 0 })
    expect(await run(['--max-warnings', '0'])).toMatchObject({
      exitCode: 1,
      stderr: 'plan-lint: 1 warning, at most 0 allowed\n',
    })
    expect(await run(['--quiet'])).toMatchObject({ exitCode: 0, stdout: '1 feature: no problems\n' })
  })

  test('--help fits on one screen and has examples and exit codes', async () => {
    const { exitCode, stdout } = await run(['--help'])
    expect(exitCode).toBe(0)
    expect(stdout.split('\n').length).toBeLessThanOrEqual(30)
    expect(stdout).toContain('Examples:')
    expect(stdout).toContain('Exit codes:')
  })
})

describe('formats for other programs', () => {
  test.each([
    ['jsonl', /^\{"code":"PL004",.*\}\n$/u],
    [
      'github',
      /^::error file=\.gatecycle\/features\/FEAT-2026-0007-greeting\/GATE-01\.md,line=2,endLine=2,col=9,/u,
    ],
    ['sarif', /"ruleId": "PL004"/u],
  ])('%s', async (format, expected) => {
    write(`${feature}/GATE-01.md`, brokenGate)
    const { exitCode, stdout } = await run(['--format', format])
    expect(exitCode).toBe(1)
    expect(stdout).toMatch(expected)
  })

  test('sarif says what its rules are about', async () => {
    write(`${feature}/GATE-01.md`, brokenGate)
    expect((await run(['--format', 'sarif'])).stdout).toContain(
      '"text": "A key with a closed set of values has one of them."',
    )
  })
})

describe('rules', () => {
  test.each(['PL101', 'pl101', 'no-unknown-dependency'])('explain %s prints the page', async (rule) => {
    const { exitCode, stdout } = await run(['explain', rule])
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/^# PL101 no-unknown-dependency\n[\s\S]+## When to switch it off\n/u)
  })

  test('explain of an unknown rule names the nearest', async () => {
    expect(await run(['explain', 'PL1O1'])).toEqual({
      exitCode: 2,
      stdout: '',
      stderr:
        'plan-lint: there is no rule "PL1O1" [UNKNOWN_RULE]\n  hint: did you mean PL101? `plan-lint rules` lists all rules\n',
    })
  })

  test('rules are listed, one on each line or as JSON', async () => {
    const { stdout } = await run(['rules'])
    expect(stdout.trimEnd().split('\n')).toHaveLength(rules.length)
    expect(stdout).toMatch(/^PL001 require-plan +error +A feature folder has a `PLAN\.md`\.\n/u)
    const json = JSON.parse((await run(['rules', '--json'])).stdout) as { rules: { code: string }[] }
    expect(json.rules.map(({ code }) => code)).toEqual(rules.map(({ code }) => code))
  })

  test('a mistyped command is a path that does not exist, and the near command is named', async () => {
    const { exitCode, stderr } = await run(['rulse'])
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: expect.stringMatching(
        /^plan-lint: rulse does not exist [\s\S]+\(Did you mean rules\?\)\n$/u,
      ) as string,
    })
  })

  test('a folder called rules is linted as ./rules', async () => {
    expect((await run(['./rules'])).stderr).toContain('./rules does not exist')
  })
})
