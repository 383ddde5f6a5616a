import { expect, test } from 'vitest'
import { proposeVerification } from '../../src/propose/propose-verification.ts'
import { factsOf, packageJson } from './facts.ts'

/** `tests: npm test`, one line a command. */
const commandsOf = (
  commands: readonly { readonly name: string; readonly run: readonly string[] }[],
): readonly string[] => commands.map(({ name, run }) => `${name}: ${run.join(' ')}`)

const scripts = { test: 'vitest run', lint: 'oxlint', typecheck: 'tsc -p .' }

test.each([
  [
    'npm',
    'package-lock.json',
    ['tests: npm test', 'lint: npm run lint', 'types: npm run typecheck'],
    'npm ci',
  ],
  [
    'npm, older',
    'npm-shrinkwrap.json',
    ['tests: npm test', 'lint: npm run lint', 'types: npm run typecheck'],
    'npm ci',
  ],
  [
    'pnpm',
    'pnpm-lock.yaml',
    ['tests: pnpm run test', 'lint: pnpm run lint', 'types: pnpm run typecheck'],
    'pnpm install --frozen-lockfile',
  ],
  [
    'yarn',
    'yarn.lock',
    ['tests: yarn run test', 'lint: yarn run lint', 'types: yarn run typecheck'],
    'yarn install --frozen-lockfile',
  ],
  [
    'bun',
    'bun.lock',
    ['tests: bun run test', 'lint: bun run lint', 'types: bun run typecheck'],
    'bun install --frozen-lockfile',
  ],
])('%s is known by its lock file', (_what, lock, code, setup) => {
  const { notes, ...proposal } = proposeVerification(
    factsOf({ 'package.json': packageJson(scripts), [lock]: '' }, { ignored: ['node_modules'] }),
  )
  expect(commandsOf(proposal.code)).toEqual(code)
  expect(proposal.setup.map(({ run }) => run.join(' '))).toEqual([setup])
  expect(notes).toEqual([])
})

test.each([
  ['a new yarn', { 'yarn.lock': '__metadata:\n  version: 8\n' }, 'yarn install --immutable'],
  [
    'several lock files: the first of the table',
    { 'yarn.lock': '', 'pnpm-lock.yaml': '' },
    'pnpm install --frozen-lockfile',
  ],
])('%s', (_what, files, setup) => {
  const proposal = proposeVerification(factsOf({ 'package.json': packageJson(scripts), ...files }))
  expect(proposal.setup.map(({ run }) => run.join(' '))).toEqual([setup])
})

test.each([
  [
    'the package manager of package.json, without a lock file',
    { packageManager: 'pnpm@10.0.0' },
    'pnpm run test',
  ],
  ['npm without any word', {}, 'npm test'],
  ['npm for one that is not known', { packageManager: 'other@1.0.0' }, 'npm test'],
])('%s', (_what, more, expected) => {
  const proposal = proposeVerification(factsOf({ 'package.json': packageJson({ test: 'x' }, more) }))
  expect(proposal.code[0]?.run.join(' ')).toBe(expected)
  expect(proposal.setup).toEqual([])
})

test.each([
  ['echo "Error: no test specified" && exit 1', 'placeholder'],
  ['jest --watch', '--watch'],
  ['jest --watchAll', '--watchAll'],
  ['jest --updateSnapshot', '--updateSnapshot'],
  ['playwright test --update-snapshots', '--update-snapshots'],
  ['prettier --write .', '--write'],
  ['eslint --fix', '--fix'],
  ['eslint --fix=true src', '--fix'],
])('the script `%s` is left out, and that is said', (script, word) => {
  const { code, notes } = proposeVerification(factsOf({ 'package.json': packageJson({ test: script }) }))
  expect(code).toEqual([])
  expect(notes).toEqual([expect.stringContaining(word)])
})

test.each([
  'vitest run --watch=false',
  'eslint --fix-dry-run',
  'sort -u x',
  'node --test --test-update-nothing',
])('the script `%s` only checks', (script) => {
  const { code, notes } = proposeVerification(factsOf({ 'package.json': packageJson({ test: script }) }))
  expect(code).toHaveLength(1)
  expect(notes).toEqual([])
})

test.each([
  ['is not JSON', '{'],
  ['is a list', '[]'],
  ['is null', 'null'],
  ['has scripts that are none', '{"scripts": 3}'],
  ['has a script that is no text', '{"scripts": {"test": ["x"]}}'],
])('a package.json that %s suggests nothing', (_what, text) => {
  expect(proposeVerification(factsOf({ 'package.json': text })).code).toEqual([])
})

test.each([
  ['Rust', { 'Cargo.toml': '' }, ['tests: cargo test'], []],
  [
    'Rust with a lock file',
    { 'Cargo.toml': '', 'Cargo.lock': '' },
    ['tests: cargo test --locked'],
    ['cargo-dependencies: cargo fetch --locked'],
  ],
  ['Go', { 'go.mod': '' }, ['tests: go test ./...', 'vet: go vet ./...'], []],
  [
    'Go with sums',
    { 'go.mod': '', 'go.sum': '' },
    ['tests: go test ./...', 'vet: go vet ./...'],
    ['go-dependencies: go mod download'],
  ],
  [
    'Python with uv',
    { 'pyproject.toml': '[tool.pytest.ini_options]\n[tool.ruff]\n[tool.mypy]\n', 'uv.lock': '' },
    ['tests: uv run --frozen pytest', 'lint: uv run --frozen ruff check .', 'types: uv run --frozen mypy .'],
    ['uv-dependencies: uv sync --frozen'],
  ],
  [
    'Python with poetry',
    { 'pyproject.toml': '[tool.poetry.group.dev.dependencies]\npytest = "^8"\n', 'poetry.lock': '' },
    ['tests: poetry run pytest'],
    ['poetry-dependencies: poetry install --no-interaction'],
  ],
  [
    'Python with an environment',
    { 'setup.py': '', 'pytest.ini': '', '.venv': '' },
    ['tests: .venv/bin/python -m pytest'],
    [],
  ],
  ['Python alone', { 'tox.ini': '[testenv]\ncommands = pytest\n' }, ['tests: python3 -m pytest'], []],
  ['Python without pytest', { 'pyproject.toml': '[project]\n' }, [], []],
])('%s', (_what, files, code, setup) => {
  const proposal = proposeVerification(factsOf(files))
  expect(commandsOf(proposal.code)).toEqual(code)
  expect(commandsOf(proposal.setup)).toEqual(setup)
})

test('an environment in the repository is shared with the worktree', () => {
  expect(proposeVerification(factsOf({ 'setup.py': '', 'pytest.ini': '', '.venv': '' })).link).toEqual([
    '.venv',
  ])
})

test('targets of a Makefile are named, not taken over', () => {
  const text = 'VAR := x\n.PHONY: test\ntest: build\n\techo\nlint:\nbuild:\n'
  const { code, notes } = proposeVerification(factsOf({ Makefile: text }))
  expect(code).toEqual([])
  expect(notes).toEqual([expect.stringContaining('`make test`, `make lint`')])
  expect(proposeVerification(factsOf({ Makefile: 'build:\n' })).notes).toEqual([])
})

test('two kinds of project in one repository keep their names apart', () => {
  const files = { 'package.json': packageJson({ test: 'x' }), 'Cargo.toml': '' }
  expect(commandsOf(proposeVerification(factsOf(files)).code)).toEqual([
    'tests: npm test',
    'rust-tests: cargo test',
  ])
})

test.each([
  [
    'dependencies without a lock file',
    { devDependencies: { x: '1' } },
    {},
    ['node_modules'],
    'there is no lock file',
  ],
  [
    'dependencies that git would see',
    { dependencies: { x: '1' } },
    { 'package-lock.json': '' },
    [],
    'does not ignore node_modules',
  ],
  [
    'several lock files',
    {},
    { 'yarn.lock': '', 'package-lock.json': '' },
    ['node_modules'],
    'several lock files',
  ],
])('a note about %s', (_what, more, files, ignored, expected) => {
  const facts = factsOf({ 'package.json': packageJson({ test: 'x' }, more), ...files }, { ignored })
  expect(proposeVerification(facts).notes).toEqual([expect.stringContaining(expected)])
})

test('an empty repository suggests nothing', () => {
  expect(proposeVerification(factsOf({}))).toEqual({ code: [], setup: [], link: [], notes: [] })
})
