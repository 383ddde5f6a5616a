import { createRepo, type TestRepo } from '@gatecycle/test-kit'
import { test as base } from 'vitest'
import { createGitClient } from '../src/adapters/git/git-client.ts'
import type { Git } from '../src/ports.ts'

/** A test with a real repository of its own, and the driver's git in it. */
export const test = base.extend<{ repo: TestRepo; git: Git }>({
  // eslint-disable-next-line no-empty-pattern -- vitest reads the names of the fixtures from the pattern
  repo: async ({}, use) => {
    const repo = createRepo({ name: 'a repo é' })
    await use(repo)
    repo.remove()
  },
  git: async ({ repo }, use) => use(createGitClient(repo.path, repo.env)),
})
