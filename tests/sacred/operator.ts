import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import type { TestRepo } from '../../packages/test-kit/src/index.ts'

/** A person at work in a checkout; what is done twice in equal checkouts leaves them equal. */
export interface Operator {
  readonly path: string
  /** Whether git did it; what it says no to is an answer. */
  readonly git: (...args: readonly string[]) => boolean
  /** The trimmed answer of git, or nothing. */
  readonly ask: (...args: readonly string[]) => string
  readonly has: (path: string) => boolean
  readonly read: (path: string) => Buffer
  readonly write: (path: string, text: string | Uint8Array) => void
  readonly remove: (path: string) => void
  readonly toggleExecutable: (path: string) => void
  readonly link: (path: string, to: string) => void
}

/** An operator in a repository; commits are made at a second that only depends on `at`. */
export function operatorOf(repo: TestRepo, at: number): Operator {
  const date = `${1_780_000_000 + at} +0000`
  const env = {
    ...repo.env,
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_DATE: date,
    GIT_EDITOR: 'true',
    GIT_TERMINAL_PROMPT: '0',
  }
  const ask = (...args: readonly string[]): string =>
    execFileSync('git', [...args], {
      cwd: repo.path,
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
  const place = (path: string): string => join(repo.path, path)
  return {
    path: repo.path,
    git: (...args) => succeeds(() => ask(...args)),
    ask: (...args) => orNothing(() => ask(...args)),
    has: (path) => existsSync(place(path)),
    read: (path) => readFileSync(place(path)),
    write: (path, text) => {
      mkdirSync(dirname(place(path)), { recursive: true })
      writeFileSync(place(path), text)
    },
    remove: (path) => rmSync(place(path), { force: true, recursive: true }),
    toggleExecutable: (path) => chmodSync(place(path), lstatSync(place(path)).mode ^ 0o111),
    link: (path, to) => {
      rmSync(place(path), { force: true, recursive: true })
      mkdirSync(dirname(place(path)), { recursive: true })
      symlinkSync(to, place(path))
    },
  }
}

function succeeds(act: () => unknown): boolean {
  return orNothing(() => `did ${String(act())}`) !== ''
}

function orNothing(act: () => string): string {
  try {
    return act()
  } catch {
    return ''
  }
}
