import { rmSync } from 'node:fs'
import { digestOf } from '@gatecycle/event-schema'
import { readIfThere, replaceDurably } from '../system/durable-file.ts'

/**
 * Replaces the lines that wait for a commit; what waited until now is moved aside, never dropped. Gives back the file that
 * holds it, undefined where nothing was moved. Safe to do twice.
 */
export function replacePending(path: string, lines: string): string | undefined {
  const text = readIfThere(path) ?? ''
  if (text === lines) return undefined
  const aside = text === '' ? undefined : orphanOf(path, text)
  if (aside !== undefined) replaceDurably(aside, text)
  if (lines === '') rmSync(path, { force: true })
  else replaceDurably(path, lines)
  return aside
}

/** Where lines of a history that is gone are kept. */
export function orphanOf(path: string, text: string): string {
  return `${path}.orphan-${digestOf(text).slice('sha256:'.length, 19)}`
}
