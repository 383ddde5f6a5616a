import { describe, expect, test } from 'vitest'
import { defaultsKeys, entryKeys, parseVerification, verificationSettings } from '../src/index.ts'

const plain = { name: 'a', run: '[x]' }

/** A value that is not the default. */
const samples: Readonly<Record<string, string>> = {
  name: 'b',
  run: '[y]',
  command: 'y',
  timeout: '7',
  cwd: 'sub',
  env: '{A: b}',
  expect: '3',
  when: '[src/**]',
  report: '{path: out/report.xml, kind: junit}',
  parallel: 'true',
  findings: 'true',
  wu_must_reference: 'true',
}

const parse = (entry: Readonly<Record<string, string>>): unknown => {
  const lines = Object.entries(entry).map(([key, value]) => `    ${key}: ${value}`)
  return parseVerification(`code:\n  -\n${lines.join('\n')}\n`).sets.get('code')
}

describe('keys of an entry', () => {
  test.each(Object.entries(entryKeys))('%s does what the table says', (key, { effect }) => {
    const { run: _run, ...withoutRun } = plain
    const entry = { ...(key === 'command' ? withoutRun : plain), [key]: samples[key] ?? '[1]' }
    const [before, after] = [parse(plain), parse(entry)]
    expect(after).toHaveLength(1)
    if (effect === 'ignored') expect(after).toEqual(before)
    else expect(after).not.toEqual(before)
  })

  test('the defaults of the table are those of the parser', () => {
    expect(parse(plain)).toMatchObject([
      {
        timeout: entryKeys['timeout']?.default,
        cwd: entryKeys['cwd']?.default,
        expect: [entryKeys['expect']?.default],
      },
    ])
  })
})

test.each([
  ['report: out.xml', 'needs a path in the repository and a kind, junit or tap, as report'],
  [
    'report: {path: ../out.xml, kind: junit}',
    'needs a path in the repository and a kind, junit or tap, as report',
  ],
  [
    'report: {path: out.xml, kind: html}',
    'needs a path in the repository and a kind, junit or tap, as report',
  ],
  ['when: {src: true}', 'needs a list of globs as when'],
  ['parallel: sometimes', 'needs true or false as parallel'],
  ['findings: 3', 'needs true or false as findings'],
  ['wu_must_reference: yes', 'needs true or false as wu_must_reference'],
])('%s is a problem', (line, message) => {
  const { sets, problems } = parseVerification(`code:\n  - name: a\n    run: [x]\n    ${line}\n`)
  expect(problems.map((problem) => problem.message)).toEqual([`entry "a" of set "code" ${message}`])
  expect(sets.get('code')).toEqual([])
})

test.each([
  ['flaky: sometimes', '`flaky` is "sometimes", not one of refuse, accept'],
  ['tests_may_shrink: never', '`tests_may_shrink` is "never", not one of review, stop, allow'],
  ['fail_fast: 1', '`fail_fast` is 1, not one of true, false'],
])('%s is a problem: it would silently be the default', (line, message) => {
  expect(parseVerification(`${line}\n`).problems.map((problem) => problem.message)).toEqual([message])
})

test('defaults.timeout is read, and nothing else of defaults', () => {
  const sets = (defaults: string): unknown =>
    parseVerification(`defaults: ${defaults}\ncode: [{name: a, run: [x]}]\n`).sets.get('code')
  expect(sets('{timeout: 5}')).toMatchObject([{ timeout: 5 }])
  expect(sets('{max_attempts: 5}')).toMatchObject([{ timeout: defaultsKeys['timeout']?.default }])
})

test.each(Object.keys(verificationSettings))('%s is a setting and not a set', (key) => {
  expect(parseVerification(`${key}: []\nmore: []\n`).places).toEqual(new Map([['more', expect.anything()]]))
})

test.each([
  ['a command without a name', '[{run: [npm, ci]}]', 'an entry of set "setup" has no name'],
  ['no list', 'npm ci', 'set "setup" is not a list of commands'],
])('a setup with %s is a problem: it would silently not be run', (_what, setup, message) => {
  expect(parseVerification(`setup: ${setup}\n`).problems.map((problem) => problem.message)).toEqual([message])
})
