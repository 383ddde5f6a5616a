import { execFileSync } from 'node:child_process'
import { appendFileSync, chmodSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** What an agent must leave to the driver, and some do not. */
export const gitActions = {
  git({ args }) {
    git(...args)
  },
  'git-write'({ path, text, mode }) {
    const file = join(commonGitDir(), path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
    if (mode !== undefined) chmodSync(file, mode)
  },
  'git-append'({ path, text }) {
    appendFileSync(join(commonGitDir(), path), text)
  },
  'delete-lock'() {
    const top = join(commonGitDir(), 'gatecycle')
    for (const name of readdirSync(top, { recursive: true })) {
      if (/(?:^|[/\\])lock$/.test(name)) rmSync(join(top, name), { recursive: true, force: true })
    }
  },
}

function commonGitDir() {
  return git('rev-parse', '--path-format=absolute', '--git-common-dir')
}

function git(...args) {
  return execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim()
}
