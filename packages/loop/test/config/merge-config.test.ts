import { AppError } from '@gatecycle/diagnostics'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { stringify } from 'yaml'
import { armedConfigOf } from '../../src/config/armed-config.ts'
import { effectiveConfigOf } from '../../src/config/effective-config.ts'
import type { EffectiveConfig } from '../../src/config/merge-config.ts'
import type { ConfigSource } from '../../src/config/settings.ts'

const merge = (repository?: string, personal?: string): EffectiveConfig =>
  effectiveConfigOf(textOf('repository', repository), textOf('personal', personal))

function textOf(from: ConfigSource, text: string | undefined): Parameters<typeof effectiveConfigOf>[0] {
  return text === undefined ? undefined : { from, file: `${from}.yml`, text }
}

/** `timeouts.attempt` → `30 repository.yml:2:12`. */
const shown = ({ origins }: EffectiveConfig, path: string): string => {
  const found = origins.get(path)
  if (found === undefined) return 'no such path'
  const { value, origin } = found
  const place = origin.from === 'default' ? 'default' : `${origin.file}:${origin.line}:${origin.column}`
  return `${JSON.stringify(value) ?? 'unset'} ${place}`
}

const profile = (name: string, bin: string, more = ''): string =>
  `agents:\n  ${name}:\n    preset: command\n    bin: ${bin}\n${more}`

test.each([
  ['nobody says anything', undefined, undefined, 'timeouts.attempt', '60 default'],
  ['there is no default', undefined, undefined, 'attempts', 'unset default'],
  ['the repository says it', 'timeouts:\n  attempt: 30\n', '', 'timeouts.attempt', '30 repository.yml:2:12'],
  ['the person says it', '', 'timeouts:\n  attempt: 5\n', 'timeouts.attempt', '5 personal.yml:2:12'],
  ['both say it', 'attempts: 2\n', 'attempts: 9\n', 'attempts', '2 repository.yml:1:11'],
  [
    'each says a part of a group',
    'timeouts: {attempt: 30}\n',
    'timeouts: {attempt: 1, silence: 2}\n',
    'timeouts.silence',
    '2 personal.yml:1:33',
  ],
  [
    'both name an agent: it is a person’s own choice',
    `agent: a\n${profile('a', 'x')}`,
    `agent: b\n${profile('b', 'y')}`,
    'agent',
    '"b" personal.yml:1:8',
  ],
  [
    'only the repository names an agent',
    `agent: a\n${profile('a', 'x')}`,
    profile('b', 'y'),
    'agent',
    '"a" repository.yml:1:8',
  ],
  [
    'both have a profile of one name',
    profile('a', 'theirs'),
    profile('a', 'mine', '    model: large\n'),
    'agents.a.bin',
    '"theirs" repository.yml:4:10',
  ],
  [
    'both have a profile of one name: it counts whole',
    profile('a', 'theirs'),
    profile('a', 'mine', '    model: large\n'),
    'agents.a.model',
    'unset default',
  ],
  ['a profile is only personal', '', profile('a', 'mine'), 'agents.a.bin', '"mine" personal.yml:4:10'],
  [
    'the repository chooses a profile that only the person has',
    'agent: a\n',
    profile('a', 'mine'),
    'agent',
    '"a" repository.yml:1:8',
  ],
])('%s', (_what, repository, personal, path, expected) => {
  expect(shown(merge(repository, personal), path)).toBe(expected)
})

test.each([
  ['the repository', 'agent: rob\n', profile('robo', 'x'), 'repository.yml:1:8'],
  ['the person', profile('robo', 'x'), 'agent: rob\n', 'personal.yml:1:8'],
])('an agent of %s without a profile in either file is refused at its place', (_who, theirs, mine, place) => {
  expect(() => merge(theirs, mine)).toThrow(`${place} agent "rob" has no profile under agents`)
  expect(() => merge(theirs, mine)).toThrow(AppError)
})

test('a personal file is held to the same keys', () => {
  expect(() => merge('', 'timeouts:\n  atempt: 3\n')).toThrow('personal.yml:2:3 unknown key "atempt"')
})

const leaf = { attempts: fc.integer({ min: 1, max: 9 }), agent: fc.constantFrom('a', 'b') }
const file = fc.record(
  {
    agents: fc.constant({
      a: { preset: 'command', bin: 'x' },
      b: { preset: 'command', bin: 'y', args: ['z'] },
    }),
    ...leaf,
    env: fc.record(
      { pass: fc.array(fc.constantFrom('A', 'B')), drop: fc.array(fc.constantFrom('C')) },
      { requiredKeys: [] },
    ),
    timeouts: fc.record(
      { attempt: fc.integer({ min: 1, max: 99 }), silence: fc.integer({ min: 1, max: 99 }) },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: ['agents'] },
)

test('every value is exactly that of the file its origin names, and both files alike are as one', () => {
  fc.assert(
    fc.property(file, file, (theirs, mine) => {
      const { config, origins } = merge(stringify(theirs), stringify(mine))
      const sources = { repository: theirs, personal: mine }
      for (const { path, value, origin } of origins.values()) {
        if (origin.from === 'default')
          expect([at(theirs, path), at(mine, path)]).toEqual([undefined, undefined])
        else expect(at(sources[origin.from], path)).toEqual(value)
      }
      expect(config.timeouts.attempt).toBe(origins.get('timeouts.attempt')?.value)
      expect(merge(stringify(theirs), stringify(theirs)).config).toEqual(merge(stringify(theirs)).config)
      expect(merge(stringify(theirs)).config).toEqual(merge(undefined, stringify(theirs)).config)
    }),
  )
})

function at(data: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((level, key) => (level as Readonly<Record<string, unknown>> | undefined)?.[key], data)
}

test('what is armed names the agent and the profiles that units use, and no other', () => {
  const { config } = merge(`agent: a\n${profile('a', 'x')}  b:\n    preset: command\n    bin: y\n`)
  const names = (asked: readonly (string | undefined)[]): readonly string[] =>
    Object.keys(armedConfigOf(config, asked)).filter((name) => name.includes('agent'))
  expect(names([undefined])).toEqual(['config agent', 'config agents.a'])
  expect(names(['b'])).toEqual(['config agents.b'])
  expect(names([undefined, 'b'])).toEqual(['config agent', 'config agents.a', 'config agents.b'])
})
