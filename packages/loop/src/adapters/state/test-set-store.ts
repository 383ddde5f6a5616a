import { readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { TestSet } from '../../policy/test-sets.ts'
import { isMissing, readIfThere, replaceDurably } from '../system/durable-file.ts'

/** The tests that ran on trees, a file a tree; only the last few are kept. */
export interface TestSetStore {
  /** Whether the tests of any tree are known. */
  any(): boolean
  /** The tests that ran on a tree; undefined where nobody has written them down. */
  read(tree: string): readonly TestSet[] | undefined
  /** Writes down the tests that ran on a tree, and forgets those of the oldest trees. */
  write(tree: string, sets: readonly TestSet[]): void
}

const most = 8

/** Believes itself more than the files: commands that run between writing and reading could write there, too. */
export function createTestSetStore(folder: string): TestSetStore {
  const written = new Map<string, readonly TestSet[]>()
  return {
    any: () => hasNames(folder),
    read: (tree) => written.get(tree) ?? readFile(fileOf(folder, tree)),
    write: (tree, sets) => {
      written.set(tree, sets)
      for (const older of [...written.keys()].slice(0, -most)) written.delete(older)
      replaceDurably(fileOf(folder, tree), `${JSON.stringify(sets)}\n`)
      const names = listNames(folder).toSorted((a, b) => age(join(folder, b)) - age(join(folder, a)))
      for (const name of names.slice(most)) rmSync(join(folder, name), { force: true })
    },
  }
}

function fileOf(folder: string, tree: string): string {
  return join(folder, `${tree}.json`)
}

function readFile(path: string): readonly TestSet[] | undefined {
  try {
    const text = readIfThere(path)
    // Written above.
    const sets = text === undefined ? undefined : (JSON.parse(text) as unknown)
    return Array.isArray(sets) ? (sets as readonly TestSet[]) : undefined
  } catch {
    return undefined
  }
}

function hasNames(folder: string): boolean {
  try {
    return listNames(folder).length > 0
  } catch (error) {
    if (isMissing(error)) return false
    throw error
  }
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
