import { describe, expect, test } from 'vitest'
import { matchesGlob } from '../../../src/adapters/verification/match-glob.ts'
import { oldPartsOf } from '../../../src/policy/surface/surface-parts.ts'

const old = (path: string, before: string, after: string): string | undefined =>
  oldPartsOf(path, { before, after, goals: new Set() }, matchesGlob)

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`

describe('package.json', () => {
  const before = { name: 'a', scripts: { test: 'vitest run', build: 'tsc' }, dependencies: { a: '1' } }
  test.each([
    ['a dependency', { ...before, dependencies: { a: '1', b: '2' } }],
    ['a script with a new name', { ...before, scripts: { ...before.scripts, lint: 'eslint' } }],
    [
      'a script before a new one',
      { ...before, scripts: { ...before.scripts, prelint: 'x', lint: 'eslint' } },
    ],
  ])('%s changes nothing that is guarded', (_what, after) => {
    expect(old('package.json', json(before), json(after))).toBe(json(after))
  })

  test.each([
    ['another script', { ...before, scripts: { ...before.scripts, test: 'true' } }],
    ['a script that is gone', { ...before, scripts: { build: 'tsc' } }],
    ['a script before an old one', { ...before, scripts: { ...before.scripts, pretest: 'x' } }],
    ['a section of a tool', { ...before, vitest: { exclude: ['**'] } }],
  ])('%s goes back, and a dependency stays', (_what, changed) => {
    const after = { ...changed, dependencies: { a: '2' } }
    const text = old('package.json', json(before), json(after))
    expect(JSON.parse(text ?? '')).toEqual({ ...before, dependencies: { a: '2' } })
  })

  test('a text that is no JSON is not taken apart', () => {
    expect(old('package.json', json(before), '{')).toBeUndefined()
  })
})

const pyproject = `[project]
name = "a"
dependencies = ["x"]

[tool.pytest.ini_options]
addopts = "-q"
testpaths = [
  "tests",
]

[tool.ruff.lint]
select = ["ALL"]
`
test('pyproject.toml: sections of tools go back, dependencies stay', () => {
  const after = pyproject.replace('["x"]', '["x", "y"]').replace('"-q"', '"-q --ignore=tests/a"')
  expect(old('pyproject.toml', pyproject, after)).toBe(pyproject.replace('["x"]', '["x", "y"]'))
  const more = pyproject.replace('["x"]', '["x", "y"]')
  expect(old('pyproject.toml', pyproject, more)).toBe(more)
  expect(old('pyproject.toml', '', '[tool.pytest.ini_options]\naddopts = "-k nothing"\n')).toBe('')
  const without = pyproject.slice(0, pyproject.indexOf('[tool.ruff'))
  expect(old('pyproject.toml', pyproject, without)).toBe(pyproject)
})

test('Cargo.toml: lints and profiles go back, dependencies stay', () => {
  const before = '[package]\nname = "a"\n\n[lints.rust]\nunused = "deny"\n'
  const after = '[package]\nname = "a"\n\n[dependencies]\nb = "1"\n\n[lints.rust]\nunused = "allow"\n'
  expect(old('Cargo.toml', before, after)).toBe(after.replace('allow', 'deny'))
})

const pom = `<project>
  <properties><java>21</java></properties>
  <dependencies><dependency><artifactId>a</artifactId></dependency></dependencies>
  <build><plugins><plugin><artifactId>surefire</artifactId></plugin></plugins></build>
</project>
`
test('pom.xml: build and switches go back, dependencies stay', () => {
  const more = pom.replace(
    '</dependencies>',
    '<dependency><artifactId>b</artifactId></dependency></dependencies>',
  )
  expect(old('pom.xml', pom, more)).toBe(more)
  const weak = more
    .replace('<java>21</java>', '<java>21</java><skipTests>true</skipTests>')
    .replace('surefire</artifactId>', 'surefire</artifactId><configuration><skip>true</skip></configuration>')
  expect(old('pom.xml', pom, weak)).toBe(more)
})

test('build.gradle: dependencies stay, the rest goes back', () => {
  const before =
    "plugins {\n  id 'java'\n}\ndependencies {\n  implementation 'a'\n}\ntest {\n  useJUnit()\n}\n"
  const more = before.replace("'a'\n", "'a'\n  implementation 'b'\n")
  expect(old('build.gradle', before, more)).toBe(more)
  expect(old('build.gradle', before, more.replace('useJUnit()', 'enabled = false'))).toBe(more)
})

test('Makefile: rules and variables of checks go back, others stay', () => {
  const before = 'SRCS = a.c\nCFLAGS = -Wall\n\ntest: all\n\t./run-tests\n\nall: $(SRCS)\n\tcc $(SRCS)\n'
  const more = before.replace('a.c', 'a.c b.c')
  expect(old('Makefile', before, more)).toBe(more)
  const weak = more.replace('./run-tests', 'true').replace('-Wall', '')
  expect(old('Makefile', before, weak)).toBe(more)
})

describe('Makefile', () => {
  const before = `NODE ?= node
SRCS = a.c
.PHONY: check build
check: unit lint
unit:
\t$(NODE) --test
lint: ; ./lint
build: $(SRCS)
\tcc $(SRCS)
`
  const make = (after: string, ...goals: readonly string[]): string | undefined =>
    oldPartsOf('Makefile', { before, after, goals: new Set(goals) }, matchesGlob)

  test.each([
    ['sources', before.replace('a.c', 'a.c b.c')],
    ['a recipe', before.replace('cc $(SRCS)', 'cc -o a $(SRCS)')],
    ['a rule that is new', `${before}clean:\n\trm -f a\n`],
    [
      'a rule that is new and phony',
      `${before.replace('check build', 'check build clean')}clean:\n\trm -f a\n`,
    ],
    ['a pattern for other files', `${before}%.o: %.c\n\tcc -c $<\n`],
  ])('%s may change', (_what, after) => {
    expect(make(after)).toBe(after)
  })

  test.each([
    ['the program of a check', before.replace('NODE ?= node', 'NODE ?= true'), 'NODE ?= node'],
    ['what a check gathers', before.replace('$(NODE) --test', 'true'), '$(NODE) --test'],
    [
      'a target that is phony no more',
      before.replace('.PHONY: check build', '.PHONY: build'),
      '.PHONY: check',
    ],
  ])('%s goes back', (_what, after, old) => {
    expect(after).not.toContain(old)
    expect(make(after)).toContain(old)
  })

  test.each([
    '.IGNORE:',
    '.RECIPEPREFIX = >',
    'export PATH := $(CURDIR)/bin:$(PATH)',
    'include more.inc',
    '-include more.inc',
    '  SHELL = true',
    'private SHELL = true',
    'define SHELL\n/bin/true\nendef',
    '$(eval SHELL = true)',
    '%: SHELL = true',
    'ch%ck: SHELL = true',
    'unit: SHELL = true',
  ])('"%s" goes away', (line) => {
    expect(make(`${before}${line}\n`)?.trimEnd()).toBe(before.trimEnd())
  })

  test('what commands ask for goes back, and the first target where they leave it open', () => {
    const weak = before.replace('cc $(SRCS)', 'true')
    expect(make(weak, 'build')).toBe(before)
    expect(make(weak, '')).toBe(weak)
    const other = 'all:\n\tcc a.c\n'
    const texts = { before: other, after: other.replace('cc a.c', 'true'), goals: new Set(['']) }
    expect(oldPartsOf('Makefile', texts, matchesGlob)).toBe(other)
  })
})

test('CMakeLists.txt: tests go back, sources stay', () => {
  const before = 'project(a)\nadd_library(a a.c)\nenable_testing()\nadd_test(NAME one COMMAND one)\n'
  const more = before.replace('a.c', 'a.c b.c')
  expect(old('CMakeLists.txt', before, more)).toBe(more)
  expect(old('CMakeLists.txt', before, more.replace('COMMAND one', 'COMMAND true'))).toContain('COMMAND one')
  expect(old('CMakeLists.txt', before, more.replace('add_test(NAME one COMMAND one)\n', ''))).toContain(
    'add_test(NAME one',
  )
})
