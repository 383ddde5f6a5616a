import { AppError } from '@gatecycle/diagnostics'
import { describe, expect, test } from 'vitest'
import { findPreset, presets, type AgentOutcome, type AgentProfile, type Ending } from '../../src/index.ts'
import { command } from '../../src/presets/command.ts'

const profile: AgentProfile = { name: 'main', preset: 'command', bin: './agent', args: [], env: {}, pass: [] }
const job = { prompt: 'do it', cwd: '/work' }

describe('build', () => {
  test('gives the prompt to standard input and keeps arguments as they are', () => {
    const args = ['--flag', 'two words', '$HOME', '{other}', '']
    expect(command.build(job, { ...profile, args, env: { A: '1' } })).toEqual({
      argv: ['./agent', '--flag', 'two words', '$HOME', '{other}', ''],
      env: { A: '1' },
      stdin: 'do it',
    })
  })

  test('fills placeholders inside one argument, and does not look into values', () => {
    const args = ['--model', '{model}', '--set={model}:{effort}']
    const { argv } = command.build({ ...job, model: '$& {effort}' }, { ...profile, args, effort: 'high' })
    expect(argv.slice(1)).toEqual(['--model', '$& {effort}', '--set=$& {effort}:high'])
  })

  test('takes the model of the job before the one of the profile', () => {
    const { argv } = command.build(
      { ...job, model: 'big' },
      { ...profile, args: ['{model}'], model: 'small' },
    )
    expect(argv[1]).toBe('big')
  })

  test('refuses a placeholder without a value', () => {
    const args = ['--model={model}']
    const hint = 'set model in the profile, or take {model} out of its args'
    const message = 'agent main: {model} in args has no value'
    const error = new AppError('AGENT_PLACEHOLDER_EMPTY', message, { hint })
    expect(() => command.build(job, { ...profile, args })).toThrow(error)
  })
})

describe('parser', () => {
  const quiet = { text: '', bytes: 0, sha256: '', truncated: false }

  function parse(chunks: readonly string[], ending: Ending): AgentOutcome {
    const parser = command.createParser()
    for (const chunk of chunks) parser.push(chunk)
    return parser.finish({ ...ending, durationMs: 1, survivors: 0, stdout: quiet, stderr: quiet })
  }
  const unknown = { costUsd: undefined, inputTokens: undefined, outputTokens: undefined }

  test.each([
    ['text', ['a', 'b\n'], 'ab\n'],
    ['nothing', [], ''],
    ['a limit in prose, which is not believed', ['usage limit reached'], 'usage limit reached'],
  ])('exit code 0 is ok with %s', (_, chunks, text) => {
    expect(parse(chunks, { kind: 'exited', exitCode: 0 })).toEqual({ class: 'ok', text, ...unknown })
  })

  test.each<[Ending, string]>([
    [{ kind: 'exited', exitCode: 1 }, 'exit code 1'],
    [{ kind: 'signalled', signal: 'SIGSEGV' }, 'killed by SIGSEGV'],
  ])('everything else is a crash: %o', (ending, detail) => {
    expect(parse(['said'], ending)).toEqual({ class: 'crash', text: 'said', ...unknown, detail })
  })

  test('keeps the last MiB of a long answer', () => {
    const chunks = [...Array.from({ length: 40 }, (_, i) => `${i}`.repeat(100_000)), 'RESULT']
    const { text } = parse(chunks, { kind: 'exited', exitCode: 0 })
    expect(text).toHaveLength(1_048_576)
    expect(chunks.join('').endsWith(text)).toBe(true)
  })
})

test('presets are found by name', () => {
  for (const preset of presets) expect(findPreset(preset.name)).toBe(preset)
  expect(findPreset('no-such-preset')).toBeUndefined()
})
