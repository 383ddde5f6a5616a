import { expect, test } from 'vitest'
import { weakenedTests } from '../../src/policy/test-edits.ts'

const edit = (before: string | undefined, after: string | undefined, path = 'a.test.ts') => ({
  path,
  before,
  after,
})
const whatOf = (before: string, after: string): readonly string[] =>
  weakenedTests([edit(before, after)]).flatMap(({ what }) => what)

test.each([
  [
    'emptied',
    `test('a', () => { expect(f()).toBe(1) })`,
    `test('a', () => {})`,
    ['1 assertions before, 0 now'],
  ],
  ['emptied in node', `assert.equal(f(), 1)\nassert(f())`, 'f()', ['2 assertions before, 0 now']],
  [
    'emptied in Python',
    'def test_a():\n    assert f() == 1\n',
    'def test_a():\n    pass\n',
    ['1 assertions before, 0 now'],
  ],
  ['emptied in Rust', 'assert_eq!(f(), 1);', 'f();', ['1 assertions before, 0 now']],
  ['emptied in Go', 'if f() != 1 { t.Errorf("no") }', 'f()', ['1 assertions before, 0 now']],
  ['one of many', `test('a', run)`, `test.only('a', run)`, ['only some of its tests run']],
  ['skipped', `it('a', run)`, `xit('a', run)`, ['tests are skipped']],
  [
    'skipped in Python',
    'def test_a(): run()',
    '@pytest.mark.skip\ndef test_a(): run()',
    ['tests are skipped'],
  ],
  [
    'skipped in Go',
    'func TestA(t *testing.T) {}',
    'func TestA(t *testing.T) { t.Skip("later") }',
    ['tests are skipped'],
  ],
  ['ignored in Rust', '#[test] fn a() {}', '#[test] #[ignore] fn a() {}', ['tests are skipped']],
  [
    'expected to fail',
    'def test_a(): run()',
    '@pytest.mark.xfail\ndef test_a(): run()',
    ['tests are expected to fail'],
  ],
])('%s', (_what, before, after, words) => expect(whatOf(before, after)).toEqual(words))

test.each([
  ['a test that is added', `expect(f())`, `expect(f())\nexpect(g())`],
  ['a test that says something else', `expect(f()).toBe(1)`, `expect(f()).toBe(2)`],
  [
    'words that only look like it',
    `const skipped = 1`,
    `const skipped = 2 // no test is skipped: only true ones`,
  ],
])('%s is no loss', (_what, before, after) => expect(whatOf(before, after)).toEqual([]))

test('assertions that move to another file are none that are gone', () => {
  const [one, two] = [`expect(f())`, `expect(g())`]
  expect(weakenedTests([edit(`${one}\n${two}`, one), edit(undefined, two, 'b.test.ts')])).toEqual([])
  expect(weakenedTests([edit(`${one}\n${two}`, one), edit(undefined, '', 'b.test.ts')])).toEqual([
    { path: 'a.test.ts', what: ['2 assertions before, 1 now'] },
  ])
})

test('a test file that is deleted takes its assertions with it', () => {
  expect(weakenedTests([edit(`expect(f())`, undefined)])).toEqual([
    { path: 'a.test.ts', what: ['1 assertions before, 0 now'] },
  ])
})
