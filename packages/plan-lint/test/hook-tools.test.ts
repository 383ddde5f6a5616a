import { execFileSync, spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createSourceText, scanBody } from '@gatecycle/plan-model'
import { build } from 'esbuild'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'

const sample = fileURLToPath(new URL('../docs/sample/', import.meta.url))
const tools = fileURLToPath(new URL('../node_modules/.bin', import.meta.url))
const manifest = fileURLToPath(new URL('../../../.pre-commit-hooks.yaml', import.meta.url))
const gate = '.gatecycle/features/FEAT-2026-0007-greeting/GATE-01.md'
const broken = '---\nstatus: opne\n---\n'

/** The snippets of the guide, by the title of their section: what people copy is what is tried here. */
const guide = readFileSync(new URL('../../../docs/guide/hooks.md', import.meta.url), 'utf8')
function snippetOf(title: string): string {
  const { titles, fences } = scanBody(createSourceText(guide), 0)
  const from = titles.find(({ text }) => text === title)?.contentStart ?? guide.length
  const fence = fences.find(({ contentStart }) => contentStart > from)
  return guide.slice(fence?.contentStart, fence?.contentEnd)
}

let top = ''
let env: Record<string, string | undefined> = {}
const run = (command: string, ...args: readonly string[]): string =>
  execFileSync(command, args, { cwd: top, env, encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'] })
const write = (name: string, text: string): void => writeFileSync(join(top, name), text)

let bundle = ''
beforeAll(async () => {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('../bin/plan-lint.ts', import.meta.url))],
    write: false,
    bundle: true,
    platform: 'node',
    format: 'esm',
    conditions: ['@gatecycle/source'],
    banner: { js: "import{createRequire as r}from'node:module';const require=r(import.meta.url);" },
    logLevel: 'error',
  })
  bundle = outputFiles[0]?.text ?? ''
})

beforeEach(() => {
  top = realpathSync(mkdtempSync(join(tmpdir(), 'hook tools ')))
  const outside = Object.entries(process.env).filter(
    ([name]) => !/^(?:GIT_|CI$|npm_|LEFTHOOK|HUSKY)/u.test(name),
  )
  env = {
    ...Object.fromEntries(outside),
    HOME: join(top, '.home'),
    PATH: [tools, process.env['PATH']].join(delimiter),
    PRE_COMMIT_HOME: join(top, '.home/pre-commit'),
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
  }
  run('git', 'init', '--quiet')
  for (const [key, value] of [
    ['user.name', 'A'],
    ['user.email', 'a@example.org'],
  ])
    run('git', 'config', key ?? '', value ?? '')
  mkdirSync(join(top, '.home'))
  mkdirSync(join(top, 'node_modules/.bin'), { recursive: true })
  const bin = join(top, 'node_modules/.bin/plan-lint')
  writeFileSync(`${bin}.mjs`, bundle)
  writeFileSync(bin, `#!/bin/sh\nexec '${process.execPath}' '${bin}.mjs' "$@"\n`)
  chmodSync(bin, 0o755)
  write('package.json', '{"name": "greeting", "version": "1.0.0", "private": true}\n')
  write('.gitignore', 'node_modules/\n.home/\n')
  cpSync(sample, join(top, '.gatecycle'), { recursive: true })
})
afterEach(() => rmSync(top, { recursive: true, force: true }))

function commit(): string {
  const { status, stdout, stderr } = spawnSync('git', ['commit', '--quiet', '-m', 'plan'], {
    cwd: top,
    env,
    encoding: 'utf8',
  })
  return status === 0 ? 'committed' : `${stdout}${stderr}`
}

const hasPreCommit = spawnSync('pre-commit', ['--version'], { stdio: 'ignore' }).status === 0

/** A repository that holds what pre-commit reads of this one, as it stands here. */
function publishHooks(): { readonly repository: string; readonly commit: string } {
  const repository = join(top, '.home/gatecycle')
  const git = (...args: readonly string[]): string => run('git', '-C', repository, ...args).trim()
  mkdirSync(repository)
  cpSync(manifest, join(repository, '.pre-commit-hooks.yaml'))
  git('init', '--quiet')
  git('add', '.')
  git('-c', 'user.name=A', '-c', 'user.email=a@example.org', 'commit', '--quiet', '-m', 'hooks')
  return { repository, commit: git('rev-parse', 'HEAD') }
}

/** A snippet with values for its `<…>`, in their order. */
function fill(snippet: string, values: readonly string[]): string {
  const blanks = [...snippet.matchAll(/<[^>]+>/gu)].map(([blank]) => blank)
  expect(blanks).toHaveLength(values.length)
  return blanks.reduce((text, blank, index) => text.replace(blank, () => values[index] ?? ''), snippet)
}

const installs: readonly (readonly [string, boolean, () => void])[] = [
  [
    'pre-commit',
    hasPreCommit,
    () => {
      write('.pre-commit-config.yaml', snippetOf('pre-commit'))
      run('git', 'add', '.pre-commit-config.yaml')
      run('pre-commit', 'install')
    },
  ],
  [
    'pre-commit, naming this repository for its .pre-commit-hooks.yaml',
    hasPreCommit,
    () => {
      run('pre-commit', 'validate-manifest', manifest)
      const { repository, commit: rev } = publishHooks()
      const config = snippetOf('Naming the repository')
      write('.pre-commit-config.yaml', fill(config, [repository, rev]))
      run('git', 'add', '.pre-commit-config.yaml')
      run('pre-commit', 'install')
    },
  ],
  [
    'lefthook',
    true,
    () => {
      write('lefthook.yml', snippetOf('lefthook'))
      run('lefthook', 'install')
    },
  ],
  [
    'husky',
    true,
    () => {
      run('husky')
      write('.husky/pre-commit', snippetOf('husky'))
    },
  ],
  [
    'a plain git hook',
    true,
    () => {
      write('.git/hooks/pre-commit', snippetOf('Without a tool'))
      chmodSync(join(top, '.git/hooks/pre-commit'), 0o755)
    },
  ],
]

test('the hook in .pre-commit-hooks.yaml is the one that the guide shows', () => {
  const linesOf = (text: string): string[] => text.split('\n').map((line) => line.trim())
  const [, hook = ''] = snippetOf('pre-commit').split('    hooks:\n')
  expect(linesOf(readFileSync(manifest, 'utf8'))).toEqual(expect.arrayContaining(linesOf(hook)))
})

describe.each(installs)('%s, as the guide sets it up', (_, isThere, install) => {
  test.skipIf(!isThere)('lets a clean plan pass, refuses a broken one, and judges what is staged', () => {
    install()
    run('git', 'add', '.')
    expect(commit()).toBe('committed')

    // Staged: correct. In the working tree: broken, and left as it is.
    write(gate, '---\nstatus: awaiting_review\n---\n')
    run('git', 'add', '.')
    write(gate, broken)
    expect(commit()).toBe('committed')
    expect(readFileSync(join(top, gate), 'utf8')).toBe(broken)

    // Staged: broken. In the working tree: mended, and left as it is.
    run('git', 'add', '.')
    write(gate, '---\nstatus: open\n---\n')
    expect(commit()).toContain('error PL004 `status` is "opne"')
    expect(readFileSync(join(top, gate), 'utf8')).toBe('---\nstatus: open\n---\n')

    // Without plans, nothing is held up.
    run('git', 'add', '.')
    expect(commit()).toBe('committed')
    write('README.md', '# Greeting\n')
    run('git', 'add', 'README.md')
    expect(commit()).toBe('committed')
  })
})
