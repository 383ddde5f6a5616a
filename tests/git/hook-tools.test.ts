import { execFileSync, spawnSync } from 'node:child_process'
import { symlinkSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { fakeAgentConfig, quickVerification, type TestRepo } from '../../packages/test-kit/src/index.ts'
import { openSituation, type Situation } from '../open-scenario.ts'
import { allowHooks, outcomesOf } from './hooked.ts'

const modules = fileURLToPath(new URL('../../node_modules', import.meta.url))
const hasPreCommit = spawnSync('pre-commit', ['--version'], { stdio: 'ignore' }).status === 0

/** Mends `ugly`, refuses `bad word`. */
const formatter = `const fs = require('fs')
for (const file of process.argv.slice(2)) {
  const text = fs.readFileSync(file, 'utf8')
  if (text.includes('bad word')) { console.error(file + ': bad word'); process.exit(1) }
  if (text.includes('ugly')) fs.writeFileSync(file, text.replaceAll('ugly', 'pretty'))
}
`

/** A commit-msg hook as commitlint's most used rule has it. */
const messages = `head -1 "$1" | grep -Eq '^(feat|docs|chore)(\\([a-z]+\\))?: [a-z]' || { echo 'subject-case'; exit 1; }`

interface Tool {
  readonly isThere: boolean
  /** Files that the repository has in its commits. */
  readonly files: Readonly<Record<string, string>>
  /** What a person types after a clone. */
  readonly install: (repo: TestRepo) => void
}

const run = (repo: TestRepo, program: string, ...args: readonly string[]): void => {
  const PATH = [join(modules, '.bin'), repo.env['PATH']].join(delimiter)
  execFileSync(program, args, { cwd: repo.path, env: { ...repo.env, PATH }, stdio: 'pipe' })
}
const staged = 'files=$(git diff --cached --name-only --diff-filter=AM -- src)'
const tools: Readonly<Record<string, Tool>> = {
  'husky 9': {
    isThere: true,
    files: {
      '.husky/pre-commit': `${staged}\ntest -z "$files" || node format.cjs $files && git add src\n`,
      '.husky/commit-msg': `${messages}\n`,
    },
    install: (repo) => run(repo, 'husky'),
  },
  'husky 9 with lint-staged': {
    isThere: true,
    files: {
      '.husky/pre-commit': 'lint-staged\n',
      '.husky/commit-msg': `${messages}\n`,
      '.lintstagedrc.json': '{"src/*.txt": "node format.cjs"}\n',
    },
    install: (repo) => run(repo, 'husky'),
  },
  lefthook: {
    isThere: true,
    files: {
      'lefthook.yml': [
        'pre-commit:',
        '  jobs:',
        '    - run: node format.cjs {staged_files}',
        '      glob: "src/*.txt"',
        '      stage_fixed: true',
        'commit-msg:',
        '  jobs:',
        '    - run: sh messages.sh {1}',
        '',
      ].join('\n'),
      'messages.sh': `${messages}\n`,
    },
    install: (repo) => run(repo, 'lefthook', 'install'),
  },
  'pre-commit': {
    isThere: hasPreCommit,
    files: {
      '.pre-commit-config.yaml': [
        'repos:',
        '  - repo: local',
        '    hooks:',
        '      - {id: format, name: format, entry: node format.cjs, language: system, files: ^src/}',
        '      - {id: messages, name: messages, entry: sh messages.sh, language: system, stages: [commit-msg]}',
        '',
      ].join('\n'),
      'messages.sh': `${messages}\n`,
    },
    install: (repo) => run(repo, 'pre-commit', 'install', '-t', 'pre-commit', '-t', 'commit-msg'),
  },
}

let checked = 0
afterAll(() => {
  const missing = Object.entries(tools).filter(([, { isThere }]) => !isThere)
  const names = missing.map(([name]) => name).join(', ')
  process.stdout.write(`hook tools: ${checked} set-ups driven to a gate; not there: ${names || 'none'}\n`)
})

/** A repository whose packages are linked into the run worktree, as `link` of verification.yml does. */
function openWith({ files, install }: Tool): Situation {
  return openSituation({
    config: fakeAgentConfig("commit: {subject: '{type}: {title_lower}'}\n"),
    verification: `${quickVerification}link: [node_modules]\n`,
    agent: {
      'T01/1': [{ do: 'write', path: 'src/T01.txt', text: 'good, but a bad word\n' }],
      T01: [{ do: 'write', path: 'src/T01.txt', text: 'good ugly\n' }],
    },
    before: (repo) => {
      allowHooks(repo)
      repo.write('.gitignore', 'ignored/\n*.log\nnode_modules\n')
      repo.write('package.json', '{"name": "greeting", "version": "1.0.0", "private": true}\n')
      repo.write('format.cjs', formatter)
      for (const [path, text] of Object.entries(files)) repo.write(path, text)
      symlinkSync(modules, join(repo.path, 'node_modules'))
    },
    after: install,
  })
}

describe.each(Object.entries(tools))('%s', (_name, tool) => {
  test.skipIf(!tool.isThere)('refuses, mends and reads the message, as it does for a person', async () => {
    const it = openWith(tool)
    await it.arm()
    const end = await it.loop()
    expect(end, `${end.stdout}${end.stderr}`).toMatchObject({ exitCode: 0 })
    expect(outcomesOf(it)).toEqual(['commit_refused', 'passed', 'passed'])
    expect(it.repo.git('show', `${it.feature.branch}:src/T01.txt`)).toBe('good pretty')
    expect(it.subjects()).toContain('feat: do T01')
    expect(it.repo.git('status', '--porcelain')).toBe('')
    expect(it.repo.git('stash', 'list')).toBe('')
    checked += 1
  })
})
