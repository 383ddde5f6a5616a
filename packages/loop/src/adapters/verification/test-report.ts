import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join, sep } from 'node:path'
import type { VerificationEntry } from '@gatecycle/plan-model'
import { readJunit, type ReportReading } from '../../policy/test-readers/junit.ts'
import { tap } from '../../policy/test-readers/tap.ts'
import { isMissing } from '../system/durable-file.ts'
import { matchesGlob } from './match-glob.ts'

type ReportPlace = NonNullable<VerificationEntry['report']>

/** Takes a report away: one that was there before a command ran says nothing about it, and one that was read changes no tree. */
export function removeReport(place: ReportPlace, folder: string): void {
  for (const file of filesOf(place, folder)) rmSync(join(folder, file), { force: true })
}

/** What the report of a command says about its tests. */
export function readReport(place: ReportPlace, folder: string): ReportReading {
  const files = filesOf(place, folder)
  if (files.length === 0) return { ok: false, problem: 'it was not written' }
  const texts = files.map((file) => readFileSync(join(folder, file), 'utf8'))
  if (place.kind === 'junit') return readJunit(texts)
  const reading = tap.read(texts.flatMap((text) => text.split(/\r?\n/u)))
  return reading === undefined ? { ok: false, problem: 'it is no TAP' } : { ok: true, reading }
}

/** Links are not followed: a report is a file that the command wrote. */
function filesOf({ path }: ReportPlace, folder: string): readonly string[] {
  const fixed = path.split('/').findIndex((part) => /[*?[\]{}!()]/u.test(part))
  const top = fixed === -1 ? path.split('/').slice(0, -1) : path.split('/').slice(0, fixed)
  try {
    return readdirSync(join(folder, ...top), { recursive: fixed !== -1, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, sep).length).replaceAll(sep, '/'))
      .filter((file) => (fixed === -1 ? file === path.replace(/^\.\//u, '') : matchesGlob(file, [path])))
      .toSorted()
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}
