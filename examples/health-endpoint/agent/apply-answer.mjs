import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { closeGate } from './close-gate.mjs'

/**
 * Makes an answer's edits in the current directory and returns the paths it wrote.
 * `files/` is copied into place, `append/` goes to the end of files; both without the suffix `.txt`, which keeps
 * an answer's tests from being run and its modules from being linted before they are one.
 */
export function applyAnswer(answer, job) {
  return [
    ...edit(join(answer, 'files'), (_, added) => added),
    ...edit(join(answer, 'append'), (present, added) => present + added),
    ...(existsSync(join(answer, 'verdict.txt')) ? closeGate(answer, job) : []),
  ]
}

function edit(folder, merge) {
  return listFiles(folder).map((name) => {
    const target = name.slice(0, -'.txt'.length)
    const present = existsSync(target) ? readFileSync(target, 'utf8') : ''
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, merge(present, readFileSync(join(folder, name), 'utf8')))
    return target
  })
}

function listFiles(folder) {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.txt'))
    .toSorted()
}
