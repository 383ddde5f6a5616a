import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sealEvent, type UnsealedEvent } from '@gatecycle/event-schema'
import { build } from 'esbuild'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { runCli } from '../src/index.ts'

const sample = fileURLToPath(new URL('../docs/sample/', import.meta.url))
const feature = '.gatecycle/features/FEAT-2026-0007-greeting'
const gate = `${feature}/GATE-01.md`
const broken = '---\nstatus: opne\n---\n'

const event: UnsealedEvent = {
  timestamp: '2026-01-31T09:30:00.000Z',
  correlation_id: 'FEAT-2026-0007',
  event_type: 'gate_reached',
  source: 'driver',
  source_version: '0.1.0',
  payload: { gate: 1, terminal: true, units: 3 },
}

let top = ''
const outside = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'))
const env = {
  ...Object.fromEntries(outside),
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'A',
  GIT_AUTHOR_EMAIL: 'a@example.org',
  GIT_COMMITTER_NAME: 'A',
  GIT_COMMITTER_EMAIL: 'a@example.org',
}

const git = (...args: readonly string[]): string =>
  execFileSync('git', args, { cwd: top, env, encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'] })
const write = (name: string, text: string): void => writeFileSync(join(top, name), text)

beforeEach(() => {
  top = realpathSync(mkdtempSync(join(tmpdir(), 'plan lint ü ')))
  git('init', '--quiet')
  git('config', 'core.hooksPath', '.hooks')
  cpSync(sample, join(top, '.gatecycle'), { recursive: true })
})
afterEach(() => rmSync(top, { recursive: true, force: true }))

async function staged(argv: readonly string[] = [], at = '.'): Promise<string> {
  let output = ''
  const exitCode = await runCli(['--staged', ...argv], {
    cwd: join(top, at),
    env,
    stdout: (text) => void (output += text),
    stderr: (text) => void (output += text),
    isTerminal: { stdin: false, stdout: false, stderr: false },
  })
  const [first = ''] = output.split('\n')
  return `${exitCode} ${first}`
}

const clean = '0 1 feature: no problems'
const refused = `1 ${gate}:2:9 error PL004 \`status\` is "opne", which is not one of open, awaiting_review, passed (no-unknown-value)`

describe('--staged judges what the next commit holds', () => {
  test('on the first commit', async () => {
    git('add', '.')
    expect(await staged()).toBe(clean)
    write(gate, broken)
    git('add', '.')
    expect(await staged()).toBe(refused)
  })

  test('not what lies in the working tree', async () => {
    git('add', '.')
    write(gate, broken)
    expect(await staged()).toBe(clean)
    git('add', '.')
    write(gate, '---\nstatus: open\n---\n')
    expect(await staged()).toBe(refused)
  })

  test('a file staged in part counts as far as it is staged', async () => {
    git('add', '.')
    git('commit', '--quiet', '-m', 'plan')
    write(gate, `${broken}# Staged\n`)
    git('add', '.')
    write(gate, `---\nstatus: open\n---\n# Not staged\n`)
    expect(await staged()).toBe(refused)
    git('checkout', '--quiet', 'HEAD', '--', gate)
    write(`${feature}/PLAN.md`, 'in the middle of a sentence')
    write(`${feature}/NOTES.md`, '# Notes\n')
    git('add', `${feature}/NOTES.md`)
    expect(await staged()).toBe(clean)
  })

  test('a staged deletion is a missing file', async () => {
    git('add', '.')
    git('commit', '--quiet', '-m', 'plan')
    git('rm', '--quiet', '--cached', gate)
    expect(await staged()).toMatch(/^1 .*PLAN\.md:16:11 error PL202 the file "GATE-01\.md"/u)
  })

  test('a file only announced to git is not part of the commit', async () => {
    git('add', '.')
    git('commit', '--quiet', '-m', 'plan')
    write(`${feature}/WU-03-later.md`, 'x')
    git('add', '--intent-to-add', `${feature}/WU-03-later.md`)
    write(gate, '---\nstatus: awaiting_review\n---\n')
    git('add', gate)
    expect(await staged()).toBe(clean)
  })

  test('only features that the commit changes are judged, or those named', async () => {
    write(gate, broken)
    git('add', '.')
    git('commit', '--quiet', '-m', 'plan')
    expect(await staged()).toBe('0 nothing staged belongs to a plan')
    write('README.md', '# Hello\n')
    git('add', '.')
    expect(await staged()).toBe('0 nothing staged belongs to a plan')
    expect(await staged([feature])).toBe(refused)
    expect(await staged(['.gatecycle'])).toBe(refused)
    expect(await staged(['.'])).toBe(refused)
    expect(await staged([join(top, gate)])).toBe(refused)
  })

  test('a change of verification.yml concerns every feature', async () => {
    git('add', '.')
    git('commit', '--quiet', '-m', 'plan')
    write('.gatecycle/verification.yml', 'code: []\n')
    git('add', '.')
    expect(await staged()).toMatch(/^1 \.gatecycle\/verification\.yml:1:1 error PL401/u)
  })

  test('paths are shown from where the command runs', async () => {
    write(gate, broken)
    git('add', '.')
    mkdirSync(join(top, 'src'))
    expect(await staged([], 'src')).toMatch(/^1 \.\.\/\.gatecycle\/features\//u)
    expect(await staged(['../.gatecycle'], 'src')).toMatch(/^1 \.\.\/\.gatecycle\/features\//u)
  })

  test('a state folder deep in a repository, and names with blanks and letters of all kinds', async () => {
    mkdirSync(join(top, 'päck age'))
    cpSync(join(top, '.gatecycle'), join(top, 'päck age/.gatecycle'), { recursive: true })
    write(`päck age/${feature}/ñ 🎉.md`, '# Notes\n')
    git('add', '.')
    expect(await staged()).toBe('0 2 features: no problems')
  })

  test('CRLF in the working tree is not seen where git stores LF', async () => {
    git('config', 'core.autocrlf', 'input')
    write(gate, '---\r\nstatus: open\n---\r\n')
    git('add', '.')
    expect(await staged()).toBe(clean)
  })

  test('the log is read where a rule asks for it, as it is staged', async () => {
    const plan = `${feature}/PLAN.md`
    write(plan, readFileSync(join(top, plan), 'utf8').replace('status: active', 'status: done'))
    const said = `${plan}:6:9 %s PL211 the plan is done, but gate 1 is open (require-passed-gates)`
    const log = `${feature}/events.jsonl`
    write(log, sealEvent(undefined, event).line)
    git('add', '.', `:!${log}`)
    expect(await staged()).toBe(`0 ${said.replace('%s', 'information')}`)
    git('add', log)
    expect(await staged()).toBe(`1 ${said.replace('%s', 'error')}`)
  })

  test('neither index nor working tree is touched', async () => {
    git('add', '.')
    write(gate, broken)
    const before = [readFileSync(join(top, '.git/index')), git('status', '--porcelain')]
    await staged()
    expect([readFileSync(join(top, '.git/index')), git('status', '--porcelain')]).toEqual(before)
  })

  test('without a repository it is wrong usage', async () => {
    rmSync(join(top, '.git'), { recursive: true })
    expect(await staged()).toMatch(/^2 plan-lint: git rev-parse failed: fatal: not a git repository/u)
  })

  test('with --root it is wrong usage', async () => {
    expect(await staged(['--root', '.'])).toMatch(
      /^2 error: option '--staged' cannot be used with option '--root <dir>'/u,
    )
  })
})

describe('as a hook of git', () => {
  beforeEach(async () => {
    await build({
      entryPoints: [fileURLToPath(new URL('../bin/plan-lint.ts', import.meta.url))],
      outfile: join(top, '.git/plan-lint.mjs'),
      bundle: true,
      platform: 'node',
      format: 'esm',
      conditions: ['@gatecycle/source'],
      banner: { js: "import{createRequire as r}from'node:module';const require=r(import.meta.url);" },
      logLevel: 'error',
    })
    mkdirSync(join(top, '.hooks'))
    writeFileSync(
      join(top, '.hooks/pre-commit'),
      `#!/bin/sh\nexec '${process.execPath}' .git/plan-lint.mjs --staged\n`,
      {
        mode: 0o755,
      },
    )
  })

  const commit = (...args: readonly string[]): string => {
    try {
      git('commit', '--quiet', '-m', 'plan', ...args)
      return 'committed'
    } catch (error) {
      return error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error)
    }
  }

  test('a clean plan is committed, a broken one is refused with its finding', () => {
    git('add', '.')
    expect(commit()).toBe('committed')
    write(gate, broken)
    git('add', '.')
    expect(commit()).toContain('error PL004 `status` is "opne"')
    expect(git('log', '--oneline').trim().split('\n')).toHaveLength(1)
  })

  test('a commit of one file is judged by the index made for it', () => {
    git('add', '.')
    expect(commit()).toBe('committed')
    write(gate, broken)
    git('add', '.')
    write(`${feature}/NOTES.md`, '# Notes\n')
    git('add', '--intent-to-add', `${feature}/NOTES.md`)
    expect(commit(`${feature}/NOTES.md`)).toBe('committed')
    expect(commit('--all')).toContain('error PL004')
  })
})
