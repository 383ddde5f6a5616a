import { readFileSync } from 'node:fs'
import { createSourceText, parseVerification, parseYaml, toPlain } from '@gatecycle/plan-model'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { effectiveConfigOf } from '../../src/config/effective-config.ts'
import { templates } from '../../src/generated/templates.ts'
import { worktreeNeedsOf, verificationMapping } from '../../src/policy/worktree-needs.ts'
import { agentPrograms } from '../../src/propose/agent-programs.ts'
import { proposeFiles } from '../../src/propose/propose-files.ts'
import { proposeVerification } from '../../src/propose/propose-verification.ts'
import { renderArgv, renderWord } from '../../src/propose/render-argv.ts'
import { replaceBlock } from '../../src/propose/replace-block.ts'
import type { RepositoryFacts } from '../../src/propose/repository-facts.ts'
import { factsOf, packageJson } from './facts.ts'

const fileOf = (facts: RepositoryFacts, name: string): string =>
  proposeFiles(facts, proposeVerification(facts), templates).get(name) ?? ''

const configOf = (text: string): ReturnType<typeof effectiveConfigOf>['config'] =>
  effectiveConfigOf({ from: 'repository', file: 'config.yml', text }, undefined).config

test('the bundled templates are those of templates/', () => {
  for (const [name, text] of Object.entries(templates)) {
    expect(text).toBe(readFileSync(new URL(`../../../../templates/${name}`, import.meta.url), 'utf8'))
  }
})

test('what is written is read back as what was proposed', () => {
  const facts = factsOf(
    {
      'package.json': packageJson({ test: 'x # "y"\n- z' }),
      'package-lock.json': '',
      '.venv': '',
      'setup.py': '',
      'pytest.ini': '',
    },
    { folder: 'packages/my api' },
  )
  const text = fileOf(facts, 'verification.yml')
  const { sets, problems } = parseVerification(text)
  expect(problems).toEqual([])
  expect(sets.get('code')).toMatchObject([
    { name: 'tests', argv: ['npm', 'test'], cwd: 'packages/my api' },
    { name: 'python-tests', argv: ['.venv/bin/python', '-m', 'pytest'], cwd: 'packages/my api' },
  ])
  expect(worktreeNeedsOf(verificationMapping(text))).toMatchObject({
    setup: [{ name: 'npm-dependencies', argv: ['npm', 'ci'], cwd: 'packages/my api' }],
    link: ['packages/my api/.venv'],
  })
})

test('nothing that was found leaves a set `code` that is empty, and no placeholder', () => {
  const text = fileOf(factsOf({}), 'verification.yml')
  expect(parseVerification(text).sets.get('code')).toEqual([])
  expect(worktreeNeedsOf(verificationMapping(text))).toMatchObject({ setup: [], link: [], copy: [] })
  for (const name of Object.keys(templates)) expect(fileOf(factsOf({}), name)).not.toContain('{{')
  expect(configOf(fileOf(factsOf({}), 'config.yml')).agents.size).toBe(0)
})

test.each(agentPrograms.map(({ bin }) => bin))('%s on PATH becomes a profile that is read', (bin) => {
  const facts = factsOf({ 'package.json': packageJson({ test: 'x' }) }, { agents: [bin] })
  const { agent, agents } = configOf(fileOf(facts, 'config.yml'))
  expect(agent).toBe(bin)
  expect(agents.get(bin)).toMatchObject({ preset: 'command', bin })
})

test('several agents all get a profile; the first of the table is chosen', () => {
  const { agent, agents } = configOf(fileOf(factsOf({}, { agents: ['gemini', 'claude'] }), 'config.yml'))
  expect(agent).toBe('claude')
  expect([...agents.keys()]).toEqual(['claude', 'gemini'])
})

const readBack = (yaml: string): unknown => {
  const reading = parseYaml(createSourceText(`key: ${yaml}\n`))
  return reading.ok ? (toPlain(reading.value) as { readonly key: unknown }).key : reading.problem.message
}

test('any word stays what it is', () => {
  const word = fc.oneof(
    fc.string({ unit: 'grapheme', minLength: 1 }),
    fc.constantFrom(
      'true',
      'null',
      '-',
      '--',
      '-p',
      '1',
      '1e3',
      '0x1',
      '~',
      "it's",
      'a: b',
      'a #b',
      '[x]',
      '{model}',
      './...',
      '.inf',
      '\u2028',
      '@x',
      'a,b',
    ),
  )
  fc.assert(
    fc.property(fc.array(word, { minLength: 1 }), (argv) => {
      expect(readBack(renderArgv(argv))).toEqual(argv)
      expect(readBack(renderWord(argv[0] ?? ''))).toBe(argv[0])
    }),
  )
})

test('a block is a key with all that follows it up to an empty line, also as a comment', () => {
  expect(replaceBlock('# a\nx: 1\n  y\n\nz: 2\n', 'x', ['x: 3'])).toBe('# a\nx: 3\n\nz: 2\n')
  expect(replaceBlock('# x:\n#   - 1\n\nz: 2\n', 'x', ['x: 3'])).toBe('x: 3\n\nz: 2\n')
  expect(replaceBlock('z: 2\n\nx: 1\n', 'x', ['x: 3'])).toBe('z: 2\n\nx: 3\n')
  expect(() => replaceBlock('z: 2\n', 'x', [])).toThrow('has no key x')
})
