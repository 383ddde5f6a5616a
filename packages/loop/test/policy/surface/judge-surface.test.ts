import { expect, test } from 'vitest'
import { matchesGlob } from '../../../src/adapters/verification/match-glob.ts'
import {
  judgeSurface,
  projectFolderOf,
  type SurfaceEdit,
  type SurfaceRules,
} from '../../../src/policy/surface/judge-surface.ts'

const rules: SurfaceRules = { declared: [], scripts: new Set(), goals: new Set(), produces: [] }
const judge = (edit: Partial<SurfaceEdit> & { path: string }, more: Partial<SurfaceRules> = {}): unknown => {
  const full = { before: 'a', after: 'b', wasThere: true, folderWasThere: true, ...edit }
  const [finding] = judgeSurface([full], { ...rules, ...more }, matchesGlob)
  return finding === undefined ? 'none' : finding.tier === 'dependencies' ? 'dependencies' : finding.old.kind
}

test.each([
  'vitest.config.ts',
  'packages/a/vitest.config.mts',
  'vitest.workspace.json',
  'vite.config.js',
  'jest.config.cjs',
  '.mocharc.yml',
  'playwright.config.ts',
  'cypress.config.ts',
  'eslint.config.mjs',
  '.eslintrc.cjs',
  '.oxlintrc.json',
  'biome.jsonc',
  '.prettierrc',
  '.prettierrc.json',
  'turbo.json',
  'pytest.ini',
  '.pytest.toml',
  'pylintrc.toml',
  'tox.ini',
  'noxfile.py',
  'ruff.toml',
  '.golangci.yml',
  '.cargo/config.toml',
  'clippy.toml',
  'rust-toolchain',
  'gradle.properties',
  'phpunit.xml.dist',
  'phpunit.dist.xml',
  '.phpcs.xml',
  'cmake/Tests.cmake',
  'justfile',
  '.npmrc',
  '.nvmrc',
  '.github/workflows/ci.yml',
  '.gitlab-ci.yml',
  'docker/Dockerfile',
  'Dockerfile.test',
  'docker-compose.yml',
  '.husky/pre-commit',
])('%s is configuration, and counts whole', (path) => {
  expect(judge({ path })).toBe('base')
  expect(judge({ path, wasThere: false, before: undefined })).toBe('absent')
  expect(judge({ path, after: undefined })).toBe('base')
})

test.each([
  'package-lock.json',
  'pnpm-lock.yaml',
  'yarn.lock',
  'bun.lockb',
  'poetry.lock',
  'requirements-dev.txt',
  'Cargo.lock',
  'go.mod',
  'go.sum',
  'Gemfile.lock',
  'composer.json',
  'App/App.csproj',
])('%s is a dependency, and is told', (path) => {
  expect(judge({ path })).toBe('dependencies')
  expect(judge({ path, wasThere: false, before: undefined })).toBe('dependencies')
})

test.each([
  'src/config.ts',
  'src/index.ts',
  'README.md',
  'test/a.test.ts',
  'docs/tsconfig.md',
  'src/Makefile.ts',
])('%s is none of it', (path) => {
  expect(judge({ path })).toBe('none')
})

test.each(['.cargo/config.toml', '.config/nextest.toml', 'packages/a/.mvn/maven.config', '.husky/pre-push'])(
  'a folder of a tool is no project: %s counts where that is new',
  (path) => {
    expect(projectFolderOf(path)).toBe(path.startsWith('packages/') ? 'packages/a' : '')
  },
)

test('a makefile in front of the one that is there counts whole', () => {
  const added = { wasThere: false, before: undefined, after: '%: ;\n' }
  expect(judge({ path: 'GNUmakefile', ...added })).toBe('absent')
  expect(judge({ path: 'a/makefile', ...added })).toBe('absent')
  expect(judge({ path: 'Makefile', ...added, after: 'all: ;\n' })).toBe('none')
})

test('what is declared counts in a new folder, too', () => {
  const added = { wasThere: false, folderWasThere: false, before: undefined }
  expect(judge({ path: 'quality/new/limits.json', ...added }, { declared: ['quality/**'] })).toBe('absent')
})

test('a project of its own that is new brings its own yardstick', () => {
  const edit = { wasThere: false, folderWasThere: false, before: undefined }
  expect(judge({ path: 'packages/new/tsconfig.json', ...edit })).toBe('none')
  expect(judge({ path: 'packages/new/package.json', after: '{"scripts":{"test":"true"}}', ...edit })).toBe(
    'dependencies',
  )
})

test('what the repository declares counts, and so does a script that a command runs', () => {
  expect(judge({ path: 'limits/a' }, { declared: ['limits/**'] })).toBe('base')
  expect(judge({ path: 'tools/a.sh' }, { scripts: new Set(['tools/a.sh']) })).toBe('base')
  expect(judge({ path: 'test/a.mjs' }, { scripts: new Set(['test/a.mjs']) })).toBe('none')
  expect(judge({ path: 'src/a.mjs' }, { scripts: new Set(['src/a.mjs']), produces: ['src/*.mjs'] })).toBe(
    'none',
  )
})
