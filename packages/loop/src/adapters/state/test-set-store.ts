import { readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { TestSet } from '../../policy/test-sets.ts'
import { isMissing, readIfThere, replaceDurably } from '../system/durable-file.ts'

const most = 8

/** What this process wrote down, by file: commands that run afterwards may write there, too. */
const written = new Map<string, readonly TestSet[]>()

/** The tests that ran on a tree; undefined where nobody has written them down. */
export function readTestSets(folder: string, tree: string): readonly TestSet[] | undefined {
  const path = join(folder, `${tree}.json`)
  return written.get(path) ?? readFile(path)
}

function readFile(path: string): readonly TestSet[] | undefined {
  try {
    const text = readIfThere(path)
    // Written below.
    const sets = text === undefined ? undefined : (JSON.parse(text) as unknown)
    return Array.isArray(sets) ? (sets as readonly TestSet[]) : undefined
  } catch {
    return undefined
  }
}

/** Whether the tests of any tree are known. */
export function hasTestSets(folder: string): boolean {
  try {
    return listNames(folder).length > 0
  } catch (error) {
    if (isMissing(error)) return false
    throw error
  }
}

/** Writes down the tests that ran on a tree, and forgets those of the oldest trees. */
export function writeTestSets(folder: string, tree: string, sets: readonly TestSet[]): void {
  const path = join(folder, `${tree}.json`)
  written.set(path, sets)
  for (const older of [...written.keys()].slice(0, -most)) written.delete(older)
  replaceDurably(path, `${JSON.stringify(sets)}\n`)
  const names = listNames(folder).toSorted((a, b) => age(join(folder, b)) - age(join(folder, a)))
  for (const name of names.slice(most)) rmSync(join(folder, name), { force: true })
}

function listNames(folder: string): readonly string[] {
  return readdirSync(folder).filter((name) => name.endsWith('.json'))
}

function age(path: string): number {
  try {
    return statSync(path).mtimeMs
  } catch (error) {
    if (isMissing(error)) return 0
    throw error
  }
}
