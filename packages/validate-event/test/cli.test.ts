import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { eventCodes, readLog, sealEvent } from '@gatecycle/event-schema'
import { version } from '../src/version.ts'
import { eventNumber, run, sealedLines, sealEvents } from './logs.ts'

const log = sealedLines(3).join('')
const damaged = sealEvents([
  eventNumber(1),
  { ...eventNumber(2), source: 'Driver', payload: { attempt: 1 } },
]).join('')
const older =
  '{"timestamp":"2026-01-31T09:30:00Z","correlation_id":"FEAT-2026-0007","event_type":"tool_used","source":"driver","source_version":"1","payload":{"tool":"x"}}\n'

describe('what is printed', () => {
  test('for a person', async () => {
    const { stdout } = await run(['a.jsonl', 'b.jsonl'], { files: { 'a.jsonl': damaged, 'b.jsonl': older } })
    expect(stdout).toMatchInlineSnapshot(`
      "a.jsonl:2:118 error EV206 source is "Driver", lower-case letters, digits and hyphens wanted (wrong-format)

      a.jsonl:2:162 error EV201 payload has no "sha256" (missing-field)

      a.jsonl:2:162 error EV201 payload has no "bytes" (missing-field)

      b.jsonl:1:84 warning EV208 no event type is called "tool_used" (unknown-event-type)

      2 logs, 3 events: 3 errors, 1 warning
      "
    `)
  })

  test('of a valid sealed log the head', async () => {
    const { stdout } = await run(['a.jsonl'], { files: { 'a.jsonl': log } })
    expect(stdout).toMatchInlineSnapshot(`
      "a.jsonl: 3 sealed events, head sha256:9175e0411dee6d69f28b32de0f3dd5217e88e1e87eb243be96d529df9ad705c8
      1 log, 3 events: no problems
      "
    `)
  })

  test('for a program, as one document or a line each', async () => {
    const files = { 'a.jsonl': damaged }
    const json = await run(['--format', 'json', 'a.jsonl'], { files })
    const lines = await run(['--format', 'jsonl', 'a.jsonl'], { files })
    const { diagnostics } = JSON.parse(json.stdout) as { readonly diagnostics: readonly object[] }
    expect(diagnostics).toMatchObject([
      { code: 'EV206', name: 'wrong-format', file: 'a.jsonl', pointer: '/source' },
      { code: 'EV201', pointer: '/payload' },
      { code: 'EV201', pointer: '/payload' },
    ])
    expect(
      lines.stdout
        .trimEnd()
        .split('\n')
        .map((line): unknown => JSON.parse(line)),
    ).toEqual(diagnostics)
  })

  test('for code scanning', async () => {
    const { stdout } = await run(['--format', 'sarif', '-'], { stdin: damaged })
    expect(JSON.parse(stdout)).toMatchObject({
      version: '2.1.0',
      runs: [
        { tool: { driver: { name: 'validate-event', version } }, results: [{ ruleId: 'EV206' }, {}, {}] },
      ],
    })
  })

  test('for GitHub', async () => {
    const { stdout } = await run(['--format', 'github', 'a.jsonl'], { files: { 'a.jsonl': damaged } })
    expect(stdout.split('\n')[0]).toBe(
      '::error file=a.jsonl,line=2,endLine=2,col=118,endColumn=126,title=EV206 wrong-format::source is "Driver", lower-case letters, digits and hyphens wanted',
    )
  })

  test('is no more than was asked for, but all is counted', async () => {
    const stdin = 'x\n'.repeat(250)
    expect((await run([], { stdin })).stdout).toContain('\n150 more not shown (--max-errors)\n')
    expect((await run(['--max-errors', '2'], { stdin })).stdout).toMatch(
      /\n1 log, 250 events: 250 errors, 0 warnings\n$/u,
    )
    expect(
      (await run(['--max-errors', '0', '--format', 'jsonl'], { stdin })).stdout.match(/\n/gu),
    ).toHaveLength(250)
  })
})

describe('where logs come from', () => {
  const files = { 'a.jsonl': log, 'b.jsonl': damaged }

  test.each<[string, readonly string[], string | undefined, number]>([
    ['a file', ['a.jsonl'], undefined, 0],
    ['some files, one of them damaged', ['a.jsonl', 'b.jsonl'], undefined, 1],
    ['the older spelling', ['--file', 'a.jsonl', '--file', 'b.jsonl'], undefined, 1],
    ['standard input by default', [], log, 0],
    ['standard input by name', ['-'], damaged, 1],
    ['standard input in the older spelling', ['--stdin'], damaged, 1],
    ['both', ['a.jsonl', '-'], damaged, 1],
    ['warnings only', [], older, 0],
    ['an empty file', ['empty.jsonl'], undefined, 1],
    ['empty standard input', [], '', 1],
    ['blank lines only', [], '\n\n', 1],
    ['empty, and that is fine', ['--allow-empty', 'empty.jsonl'], undefined, 0],
  ])('%s', async (_, argv, stdin, exitCode) => {
    const given = { files: { ...files, 'empty.jsonl': '' }, ...(stdin === undefined ? {} : { stdin }) }
    expect(await run(argv, given)).toMatchObject({ exitCode, stderr: '' })
  })
})

test('older lines before sealed ones may be many', async () => {
  const before = older.repeat(5000)
  const { line } = sealEvent(readLog(before).head, eventNumber(1))
  const { stdout, exitCode } = await run(['a.jsonl', '--max-errors', '1'], {
    files: { 'a.jsonl': before + line },
  })
  expect(stdout).toMatch(/\n1 log, 5001 events: 0 errors, 5000 warnings\n$/u)
  expect(exitCode).toBe(0)
})

describe('what cannot be done', () => {
  test.each<[readonly string[], string]>([
    [
      ['missing.jsonl'],
      'validate-event: cannot read missing.jsonl: there is no such file [EVENT_FILE_UNREADABLE]',
    ],
    [['.'], 'validate-event: cannot read .: it is a directory [EVENT_FILE_UNREADABLE]'],
    [[], 'validate-event: no log was given [NO_LOG_GIVEN]'],
    [
      ['a', 'b', '--head', `sha256:${'0'.repeat(64)}`],
      'validate-event: --head is the end of one log [HEAD_NEEDS_ONE_LOG]',
    ],
    [['a', '--schema-root', 'nowhere'], 'has no folder "events" [SCHEMA_ROOT_MISSING]'],
    [['--head', 'abc'], "error: option '--head <hash>' argument 'abc' is invalid."],
    [['--max-errors', '-1'], "error: option '--max-errors <n>' argument '-1' is invalid."],
    [['--format', 'xml'], "error: option '--format <format>' argument 'xml' is invalid."],
    [['--chian'], "error: unknown option '--chian'\n(Did you mean --chain?)"],
  ])('%s', async (argv, words) => {
    const { exitCode, stderr, stdout } = await run(argv)
    expect(stderr).toContain(words)
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
  })

  test('a defect is not an answer about the log', async () => {
    const { runCli } = await import('@gatecycle/validate-event')
    const printed: string[] = []
    const exitCode = await runCli(['-'], {
      cwd: '/',
      env: {},
      stdout: () => {},
      stderr: (text) => void printed.push(text),
      isTerminal: { stdin: false, stdout: false, stderr: false },
      readStdin: () => {
        throw new TypeError('a defect')
      },
    })
    expect(exitCode).toBe(3)
    expect(printed.join('')).toContain('internal error, please report it')
  })
})

describe('a schema root', () => {
  const schema = JSON.stringify({
    $schema: 'http://json-schema.org/draft-07/schema#',
    type: 'object',
    additionalProperties: false,
    properties: { tool: { enum: ['x', 'y'] } },
  })
  const files = {
    'a.jsonl': older,
    'b.jsonl': older.replace('"x"', '"z"'),
    'c.jsonl': older.replace('"tool"', '"tol"'),
  }
  const withRoot = { files, folders: { 'root/events/tool_used.schema.json': schema } }

  test('makes a type known, and its payload is checked', async () => {
    expect((await run(['a.jsonl'], { files })).stdout).toContain('EV208')
    const a = await run(['a.jsonl', '--schema-root', 'root'], withRoot)
    expect(a).toMatchObject({ exitCode: 0, stdout: '1 log, 1 event: no problems\n' })
    const b = await run(['b.jsonl', '--schema-root', 'root'], withRoot)
    expect(b).toMatchObject({ exitCode: 1 })
    expect(b.stdout).toContain('EV203 payload/tool is "z", not one of "x", "y"')
    expect((await run(['c.jsonl', '--schema-root', 'root'], withRoot)).stdout).toContain(
      'did you mean "tool"?',
    )
  })

  test.each(['GATECYCLE_SCHEMA_ROOT', 'SPECFUSE_SCHEMA_ROOT'])('is also named by %s', async (name) => {
    expect(await run(['b.jsonl'], { ...withRoot, env: { [name]: 'root' } })).toMatchObject({ exitCode: 1 })
  })

  test('that is broken is no answer about the log', async () => {
    const folders = { 'root/events/tool_used.schema.json': '{"type": "objekt"}' }
    const { exitCode, stderr } = await run(['a.jsonl', '--schema-root', 'root'], { files, folders })
    expect(exitCode).toBe(2)
    expect(stderr).toContain('[SCHEMA_BROKEN]')
  })
})

test('the help fits on a screen, with examples and exit codes', async () => {
  const { stdout, exitCode } = await run(['--help'])
  expect(exitCode).toBe(0)
  expect(stdout.split('\n').length).toBeLessThan(36)
  expect(stdout).toContain('Exit codes: 0 valid')
})

test('the version is that of the package', async () => {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string
  }
  expect(await run(['--version'])).toMatchObject({ exitCode: 0, stdout: `${manifest.version}\n` })
})

test('every code has a name of its own', () => {
  const names = Object.values(eventCodes).map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
})
