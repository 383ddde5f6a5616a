import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base } from 'vitest'

/** A test with an empty folder of its own, which is removed afterwards. */
export const test = base.extend<{ folder: string }>({
  // eslint-disable-next-line no-empty-pattern -- vitest reads the names of the fixtures from the pattern
  folder: async ({}, use) => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'gatecycle-loop-')))
    await use(folder)
    rmSync(folder, { recursive: true, force: true })
  },
})
