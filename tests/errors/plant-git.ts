import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestRepo } from '../../packages/test-kit/src/index.ts'

export const gitModes = ['fail', 'hang', 'kill', 'partial'] as const

interface PlantedGit {
  /** The git command that goes wrong. */
  readonly command: string
  /** Which of its calls, from 1. */
  readonly passing: number
  readonly mode: (typeof gitModes)[number]
}

/** What a mode does instead of the command, or after the half of it. */
const ways: Readonly<Record<PlantedGit['mode'], string>> = {
  fail: 'echo "fatal: planted: the disk is on fire" >&2; exit 128',
  hang: 'exec sleep 600',
  kill: 'kill -9 $$',
  partial: 'real "$@" | head -c 30; kill -9 $$',
}

/** Puts a git in front of the real one that goes wrong once; gives the PATH that finds it. */
export function plantGit(repo: TestRepo, { command, passing, mode }: PlantedGit): string {
  const folder = join(repo.outside, 'planted')
  const path = repo.env['PATH'] ?? ''
  mkdirSync(folder, { recursive: true })
  // Every call leaves a byte: the length of the file is the number of calls.
  const script = `#!/bin/sh
real() { PATH='${path}' command git "$@"; }
wanted=no
for word in "$@"; do case "$word" in -c|*=*) ;; ${command}) wanted=yes; break;; *) break;; esac; done
if [ $wanted = yes ]; then
  printf x >> '${folder}/calls'
  if [ "$(wc -c < '${folder}/calls')" -eq ${passing} ]; then ${ways[mode]}; fi
fi
PATH='${path}' exec git "$@"
`
  writeFileSync(join(folder, 'git'), script)
  chmodSync(join(folder, 'git'), 0o755)
  return `${folder}:${path}`
}
