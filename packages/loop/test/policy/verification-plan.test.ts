import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { unitTypes, type Verification, type VerificationEntry } from '@gatecycle/plan-model'
import { setsOf, stepsOfSet, verificationStepsOf } from '../../src/policy/verification-plan.ts'
import { createEntry, createUnit } from '../sample-feature.ts'

const verification = (sets: Readonly<Record<string, readonly VerificationEntry[]>>): Verification => ({
  sets: new Map(Object.entries(sets)),
  places: new Map(),
  problems: [],
})
const tests = createEntry('tests', { argv: ['npm', 'test'] })
const lint = createEntry('lint', { shell: 'npm run lint -- {feature_dir}' })
const e2e = createEntry('e2e', { shell: 'make e2e' })
const shown = (...args: Parameters<typeof verificationStepsOf>): readonly string[] =>
  verificationStepsOf(...args).map(({ set, name, shown: words }) => `${set}/${name}: ${words}`)

test('a unit is verified by its type’s set, its extra ones and its own entries, in this order', () => {
  const unit = createUnit('T01', {
    extraGates: ['e2e', 'code'],
    verify: [createEntry('mine', { argv: ['node', 'x.mjs'] })],
  })
  expect(shown(unit, verification({ e2e: [e2e], code: [tests, lint], doc: [e2e] }), 'f')).toEqual([
    'code/tests: npm test',
    'code/lint: npm run lint -- f',
    'e2e/e2e: make e2e',
    'unit/mine: node x.mjs',
  ])
})

test('where doc and plannext are not declared, the built-in checks serve', () => {
  const steps = unitTypes.map(
    (type) =>
      `${type}: ${shown(createUnit('T01', { type }), verification({ code: [tests] }), 'f').join(' ')}`,
  )
  expect(steps).toMatchInlineSnapshot(`
    [
      "implementation: code/tests: npm test",
      "qa_authoring: code/tests: npm test",
      "qa_execution: code/tests: npm test",
      "qa_curation: code/tests: npm test",
      "close: plannext/plan-lint: plan-lint (built in) plannext/closing-check: closing-check (built in)",
      "close-intermediate: plannext/plan-lint: plan-lint (built in) plannext/closing-check: closing-check (built in)",
      "plan-next: plannext/plan-lint: plan-lint (built in) plannext/closing-check: closing-check (built in)",
      "retrospective: doc/plan-lint: plan-lint (built in)",
      "lessons: doc/plan-lint: plan-lint (built in)",
      "docs: doc/plan-lint: plan-lint (built in)",
    ]
  `)
})

test('a declared set replaces the built-in one', () => {
  expect(shown(createUnit('C', { type: 'close' }), verification({ plannext: [tests] }), 'f')).toEqual([
    'plannext/tests: npm test',
  ])
})

test('a set that nobody declared and that is not built in runs nothing', () => {
  expect(shown(createUnit('T01', { extraGates: ['nope'] }), verification({}), 'f')).toEqual([])
})

test('each set is named once', () => {
  expect(setsOf(createUnit('T01', { extraGates: ['code', 'e2e', 'e2e'] }))).toEqual(['code', 'e2e'])
})

test('the baseline probe gets the steps of one set', () => {
  expect(
    stepsOfSet('code', verification({ code: [tests], e2e: [e2e] }), 'f').map(({ name }) => name),
  ).toEqual(['tests'])
  expect(stepsOfSet('doc', verification({}), 'f')).toEqual([])
})

const commandOf = (entry: VerificationEntry, folder: string): VerificationEntry | undefined => {
  const [step] = stepsOfSet('code', verification({ code: [entry] }), folder)
  return step?.run.kind === 'command' ? step.run.entry : undefined
}

test('{feature_dir} is one word for a shell, whatever the folder is called', () => {
  const entry = createEntry('show', { shell: 'printf %s {feature_dir}' })
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }).filter((name) => !name.includes('\0')),
      (name) => {
        const shell = commandOf(entry, name)?.shell ?? ''
        expect(execFileSync('/bin/sh', ['-c', shell], { encoding: 'utf8' })).toBe(name)
      },
    ),
    { numRuns: 40, examples: [['it\'s; rm -rf $HOME `x` "y" $(z)'], ['a b'], ['']] },
  )
})

test('{feature_dir} in a list of words is put in as it is, everywhere', () => {
  const entry = createEntry('show', { argv: ['x', '--in={feature_dir}/a', '{feature_dir}{feature_dir}'] })
  expect(commandOf(entry, "a 'b'")?.argv).toEqual(['x', "--in=a 'b'/a", "a 'b'a 'b'"])
})

test('a folder with a dollar sign is no pattern', () => {
  expect(commandOf(createEntry('show', { argv: ['{feature_dir}'] }), '$&')?.argv).toEqual(['$&'])
})
