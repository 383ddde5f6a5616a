import { AppError, type Io } from '@gatecycle/diagnostics'
import { describe, expect, test } from 'vitest'
import { runProgram, type CommandSpec } from '../src/index.ts'
import { sampleCommand } from './sample-command.ts'

async function type(
  argv: readonly string[],
  spec: CommandSpec = sampleCommand,
): Promise<{ readonly exitCode: number; readonly stdout: string; readonly stderr: string }> {
  const said = { stdout: '', stderr: '' }
  const io: Io = {
    cwd: '/',
    env: {},
    stdout: (text) => void (said.stdout += text),
    stderr: (text) => void (said.stderr += text),
    isTerminal: { stdin: false, stdout: false, stderr: false },
  }
  return { exitCode: await runProgram(spec, argv, io), ...said }
}

const standard = { json: false, dryRun: false, coats: 1, skip: [] }

describe('what a command is given', () => {
  test.each([
    [[], [], standard],
    [['paint'], [], standard],
    [['wall', 'roof'], ['wall', 'roof'], standard],
    [['--json'], [], { ...standard, json: true }],
    [['--json', 'paint'], [], { ...standard, json: true }],
    [['paint', '--json'], [], { ...standard, json: true }],
    [['--coats', '3', 'wall', '--colour', 'red'], ['wall'], { ...standard, coats: 3, colour: 'red' }],
    [['--skip', 'a', '--skip', 'b'], [], { ...standard, skip: ['a', 'b'] }],
    [['--', '--json'], ['--json'], standard],
  ])('%j', async (argv, words, options) => {
    const { exitCode, stdout, stderr } = await type(argv)
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    expect(JSON.parse(stdout)).toEqual({ words, options })
  })
})

describe('what nobody can mean is exit code 2, with the nearest that somebody can', () => {
  test.each([
    [['piant'], "error: unknown command 'piant'\n(Did you mean paint?)\n"],
    [['--jsno'], "error: unknown option '--jsno'\n(Did you mean --json?)\n"],
    [['paint', '--cotas', '1'], "error: unknown option '--cotas'\n(Did you mean --coats?)\n"],
    [['wash', '--json', 'wall'], "error: unknown option '--json'\n"],
    [
      ['paint', '--coats', 'x'],
      "error: option '--coats <n>' argument 'x' is invalid. It must be one digit.\n",
    ],
    [
      ['paint', '--colour', 'blue'],
      "error: option '--colour <name>' argument 'blue' is invalid. Allowed choices are red, green.\n",
    ],
    [
      ['paint', '--dry-run', '--coats', '1'],
      "error: option '--dry-run' cannot be used with option '--coats <n>'\n",
    ],
    [['wash'], "error: missing required argument 'thing'\n"],
    [['wash', 'wall', 'door'], "error: too many arguments for 'wash'. Expected 1 argument but got 2.\n"],
  ])('%j', async (argv, stderr) => {
    expect(await type(argv)).toEqual({ exitCode: 2, stdout: '', stderr })
  })
})

test('help and version are results', async () => {
  expect(await type(['--version'])).toEqual({ exitCode: 0, stdout: '1.2.3\n', stderr: '' })
  expect((await type(['paint', '-h'])).stdout).toMatchInlineSnapshot(`
    "Usage: sample paint [options] [things...]
    paint something

    Options:
      [things...]      what to paint
      --json           as JSON
      --dry-run        paint nothing
      --coats <n>      how many coats (1)
      --colour <name>  of the paint: red, green
      --skip <thing>   what to leave
      -h, --help       this help

    Examples:
      sample paint wall
      sample paint --dry-run

    Exit codes: 0 done · 2 wrong usage
    "
  `)
  expect((await type(['--help'])).stdout).toMatchInlineSnapshot(`
    "Usage: sample [command] [options]
    Shows what commands are made of.

    Commands:
      paint [things...]  paint something (the default)
      wash <thing>       wash something

    Options:
      --json                 as JSON
      -h, --help, --version  this help, the version

    Examples:
      sample  the usual
      sample paint --json

    Exit codes: 0 done · 2 wrong usage
    "
  `)
})

test('a defect is exit code 3, with its stack', async () => {
  const { exitCode, stderr } = await type(['wash', 'wall'])
  expect(exitCode).toBe(3)
  expect(stderr).toMatch(/^sample: internal error, please report it\nTypeError: a defect\n {4}at /u)
})

test('a failure is told to programs by the part of the tree that was chosen', async () => {
  const [paint, wash] = sampleCommand.commands ?? []
  if (paint === undefined || wash === undefined) throw new Error('the sample has two commands')
  const spec: CommandSpec = {
    ...sampleCommand,
    commands: [
      {
        ...paint,
        run: async () => async () => {
          throw new AppError('NO_PAINT', 'there is no paint', { hint: 'buy some' })
        },
        tellFailure: async (io, argv, { exitCode }) => io.stdout(`${argv.join(' ')}: ${exitCode}\n`),
      },
      wash,
    ],
  }
  expect(await type(['paint', '--json'], spec)).toEqual({
    exitCode: 2,
    stdout: 'paint --json: 2\n',
    stderr: 'sample: there is no paint [NO_PAINT]\n  hint: buy some\n',
  })
  expect((await type(['wash', 'wall'], spec)).stdout).toBe('')
})
