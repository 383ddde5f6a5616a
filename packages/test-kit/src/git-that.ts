import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestRepo } from './create-repo.ts'

/** The environment of a driver whose git does something first, when it is called with words that match. */
export function gitThat(repo: TestRepo, words: string, deed: string): Readonly<Record<string, string>> {
  const folder = join(repo.outside, 'planted')
  mkdirSync(folder, { recursive: true })
  const path = repo.env['PATH'] ?? ''
  const script = ['#!/bin/sh', `PATH='${path}'`, `case " $* " in ${words})`, deed, ';; esac', 'exec git "$@"']
  writeFileSync(join(folder, 'git'), `${script.join('\n')}\n`)
  chmodSync(join(folder, 'git'), 0o755)
  return { ...repo.env, PATH: `${folder}:${path}` }
}
