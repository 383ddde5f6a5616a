import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readPage, root } from '../docs/pages.ts'

const hasPreCommit = spawnSync('pre-commit', ['--version'], { stdio: 'ignore' }).status === 0
// Without a blank: the environments that pre-commit makes for Node cannot live in a path that has one.
const place = realpathSync(mkdtempSync(join(tmpdir(), 'gatecycle-hook-')))
const repository = join(place, 'repository')
const gate = join(repository, '.gatecycle/features/FEAT-2026-0001-health-endpoint/GATE-01.md')

/** What somebody types there, without a network, without the variables of this run, and without anybody's configuration. */
function type(
  cwd: string,
  [command = '', ...words]: readonly string[],
): { status: number | null; said: string } {
  const outside = Object.entries(process.env).filter(([name]) => !/^(?:GIT_|npm_|CI$)/u.test(name))
  const env = {
    ...Object.fromEntries(outside),
    HOME: place,
    PRE_COMMIT_HOME: join(place, 'pre-commit'),
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    npm_config_offline: 'true',
    npm_config_cache: join(place, 'cache'),
  }
  const { status, stdout, stderr } = spawnSync(command, words, { cwd, env, encoding: 'utf8' })
  return { status, said: `${stdout}${stderr}` }
}

function succeed(cwd: string, words: readonly string[]): void {
  const { status, said } = type(cwd, words)
  expect(status, said).toBe(0)
}

/** The snippet of the guide below a title, with the file of the package in its place. */
function configuration(): string {
  const [, section = ''] = readPage('docs/guide/hooks.md').text.split('\n### Without Node packages\n')
  const snippet = /^```yaml\n(?<yaml>.*?)^```$/msu.exec(section)?.groups?.['yaml'] ?? ''
  expect(snippet).toContain('<file of the package>')
  return snippet.replace('<file of the package>', JSON.stringify(join(place, 'gatecycle-0.1.0.tgz')))
}

beforeAll(() => {
  succeed(join(root, 'packages/gatecycle'), ['npm', 'pack', '--ignore-scripts', '--pack-destination', place])
  mkdirSync(repository)
  cpSync(join(root, 'examples/health-endpoint/.gatecycle'), join(repository, '.gatecycle'), {
    recursive: true,
  })
  writeFileSync(join(repository, '.pre-commit-config.yaml'), configuration())
  succeed(repository, ['git', 'init', '--quiet'])
  succeed(repository, ['git', 'config', 'user.name', 'A'])
  succeed(repository, ['git', 'config', 'user.email', 'a@example.org'])
})
afterAll(() => rmSync(place, { recursive: true, force: true }))

test.skipIf(!hasPreCommit)(
  'pre-commit installs the package by itself and without a network, passes a plan and refuses a broken one (skipped without pre-commit)',
  () => {
    const commit = ['git', 'commit', '--quiet', '-m', 'plan']
    succeed(repository, ['pre-commit', 'install'])
    succeed(repository, ['git', 'add', '.'])
    const first = type(repository, commit)
    expect(first.status, first.said).toBe(0)
    expect(first.said).toMatch(/^plan-lint\.+Passed$/mu)

    writeFileSync(gate, readFileSync(gate, 'utf8').replace('status: open', 'status: opne'))
    succeed(repository, ['git', 'add', '.'])
    const second = type(repository, commit)
    expect(second.status).toBe(1)
    expect(second.said).toContain('error PL004 `status` is "opne"')
  },
  180_000,
)
