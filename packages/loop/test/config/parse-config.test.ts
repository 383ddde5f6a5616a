import { AppError } from '@gatecycle/diagnostics'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Config } from '../../src/config/config.ts'
import { effectiveConfigOf } from '../../src/config/effective-config.ts'

const read = (text: string): Config =>
  effectiveConfigOf({ from: 'repository', file: 'config.yml', text }, undefined).config

const parse = (text: string): unknown => {
  try {
    return read(text)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return `${error.code} ${error.message}${error.hint === undefined ? '' : ` | ${error.hint}`}`
  }
}
const profile = (...lines: readonly string[]): string =>
  [
    'agents:',
    '  robo:',
    '    preset: command',
    '    bin: node',
    ...lines.map((line) => `    ${line}`),
    '',
  ].join('\n')

test('everything that can be said is read', () => {
  const text = [
    'agent: robo',
    'agents:',
    '  robo:',
    '    preset: command',
    '    bin: node',
    '    args: [agent.mjs, --fast]',
    '    model: large',
    '    effort: high',
    '    env: {ROBO_MODE: strict, LEVEL: 3, EMPTY: }',
    '    pass: ROBO_TOKEN',
    'env:',
    '  pass: [LANG]',
    '  drop: [NPM_TOKEN]',
    'timeouts: {attempt: 30, silence: 2.5, hook: 0.5}',
    'oracle_surface: ["limits/**"]',
    'attempts: 2',
    'containment: best',
    'isolation: in_place',
    'limits: {file_megabytes: 7}',
    'commit: {subject: "{title}", hooks: skip, sign: never}',
    '',
  ].join('\n')
  expect(read(text)).toEqual({
    agent: 'robo',
    agents: new Map([
      [
        'robo',
        {
          name: 'robo',
          preset: 'command',
          bin: 'node',
          args: ['agent.mjs', '--fast'],
          model: 'large',
          effort: 'high',
          env: { ROBO_MODE: 'strict', LEVEL: '3', EMPTY: '' },
          pass: ['ROBO_TOKEN'],
        },
      ],
    ]),
    env: { pass: ['LANG'], drop: ['NPM_TOKEN'] },
    limits: { files: 5000, file_megabytes: 7, megabytes: 100 },
    timeouts: { attempt: 30, silence: 2.5, hook: 0.5 },
    attempts: 2,
    containment: 'best',
    isolation: 'in_place',
    oracle_surface: ['limits/**'],
    commit: { subject: '{title}', hooks: 'skip', sign: 'never' },
  })
})

test.each([
  ['nothing', ''],
  ['a comment', '# nothing yet\n'],
  ['keys without values', 'agent:\nagents:\nenv:\ntimeouts:\nattempts:\n'],
])('%s is the defaults', (_what, text) => {
  expect(parse(text)).toEqual({
    agent: undefined,
    agents: new Map(),
    containment: 'none',
    isolation: 'worktree',
    env: { pass: [], drop: [] },
    timeouts: { attempt: 60, silence: 20, hook: 10 },
    limits: { files: 5000, file_megabytes: 50, megabytes: 100 },
    oracle_surface: [],
    commit: { subject: '{type}: {title}', hooks: 'run', sign: 'repository' },
    attempts: undefined,
  })
})

test.each([
  [
    'an unknown key, with the nearest',
    'agnet: x\n',
    'CONFIG_INVALID config.yml:1:1 unknown key "agnet"; known here: agent, agents, containment, env, isolation, timeouts, commit, limits, attempts, oracle_surface | did you mean "agent"?',
  ],
  [
    'an unknown key of a profile',
    profile('modle: x'),
    'CONFIG_INVALID config.yml:5:5 unknown key "modle"; known here: preset, bin, args, model, effort, env, pass | did you mean "model"?',
  ],
  [
    'an unknown key of env',
    'env:\n  keep: [A]\n',
    'CONFIG_INVALID config.yml:2:3 unknown key "keep"; known here: pass, drop',
  ],
  [
    'an agent without a profile',
    `agent: rob\n${profile()}`,
    'CONFIG_INVALID config.yml:1:8 agent "rob" has no profile under agents | did you mean "robo"?',
  ],
  [
    'a profile without a preset',
    'agents:\n  robo:\n    bin: node\n',
    'CONFIG_INVALID config.yml:2:3 agent "robo" names no preset | for example `preset: command`',
  ],
  [
    'a profile without a program',
    'agents:\n  robo:\n    preset: command\n',
    'CONFIG_INVALID config.yml:2:3 agent "robo" names no program | for example `bin: node`',
  ],
  [
    'a profile that is a text',
    'agents:\n  robo: node\n',
    'CONFIG_INVALID config.yml:2:9 agent "robo" is not a mapping',
  ],
  [
    'a level that there is not, with the nearest',
    'containment: proces\n',
    'CONFIG_INVALID config.yml:1:14 containment must be one of: none, process, best | did you mean "process"?',
  ],
  ['a list', '- agent\n', 'CONFIG_INVALID config.yml:1:1 the configuration is not a mapping'],
  ['agents as a list', 'agents: [robo]\n', 'CONFIG_INVALID config.yml:1:9 agents is not a mapping'],
  ['env as a text', 'env: all\n', 'CONFIG_INVALID config.yml:1:6 env is not a mapping'],
  ['an agent that is a list', 'agent: [robo]\n', 'CONFIG_INVALID config.yml:1:8 agent must be a text'],
  [
    'a model that is a mapping',
    profile('model: {a: b}'),
    'CONFIG_INVALID config.yml:5:12 model must be a text',
  ],
  [
    'arguments that are no texts',
    profile('args: [a, {b: c}]'),
    'CONFIG_INVALID config.yml:5:15 args must be a list of texts',
  ],
  ['a variable that is a list', profile('env: {A: [b]}'), 'CONFIG_INVALID config.yml:5:14 A must be a text'],
  [
    'a timeout that is a word',
    'timeouts: {attempt: soon}\n',
    'CONFIG_INVALID config.yml:1:21 attempt must be a number of minutes above 0',
  ],
  [
    'a timeout of 0',
    'timeouts: {silence: 0}\n',
    'CONFIG_INVALID config.yml:1:21 silence must be a number of minutes above 0',
  ],
  [
    'half an attempt',
    'attempts: 1.5\n',
    'CONFIG_INVALID config.yml:1:11 attempts must be a whole number above 0',
  ],
  [
    'fewer attempts than one',
    'attempts: -1\n',
    'CONFIG_INVALID config.yml:1:11 attempts must be a whole number above 0',
  ],
])('refuses %s', (_what, text, expected) => {
  expect(parse(text)).toBe(expected)
})

test('everything that is wrong is said at once, in the order of the file', () => {
  const text = [
    'agnet: x',
    'timeouts: {attempt: soon, silence: 0}',
    'agents:',
    '  robo:',
    '    modle: x',
    'attempts: 0',
  ]
  expect(String(parse(`${text.join('\n')}\n`)).split('\n')).toEqual([
    expect.stringMatching(
      /^CONFIG_INVALID config\.yml:1:1 unknown key "agnet".* \(did you mean "agent"\?\)$/u,
    ),
    'config.yml:2:21 attempt must be a number of minutes above 0',
    'config.yml:2:36 silence must be a number of minutes above 0',
    'config.yml:4:3 agent "robo" names no preset (for example `preset: command`)',
    'config.yml:4:3 agent "robo" names no program (for example `bin: node`)',
    expect.stringMatching(/^config\.yml:5:5 unknown key "modle".* \(did you mean "model"\?\)$/u),
    'config.yml:6:11 attempts must be a whole number above 0',
  ])
})

test('what is no YAML is refused at its place', () => {
  expect(parse('agent: [robo\n')).toMatch(/^CONFIG_INVALID config\.yml:\d+:\d+ /u)
})

test('no text makes it throw anything but an AppError', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      'agent: ',
      'agents:\n',
      '  a:\n',
      '    bin: x\n',
      '    preset: y\n',
      '[',
      '{',
      '- ',
      '&a ',
      '*a',
      '\n',
      'env: ',
      'attempts: ',
    ),
  )
  fc.assert(fc.property(fc.array(piece), (pieces) => void parse(pieces.join(''))))
})
