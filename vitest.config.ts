import { defineConfig } from 'vitest/config'

// Tests import packages from source: no build is needed to test one.
const conditions = ['@gatecycle/source', 'module', 'node', 'development|production']

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['packages/*/test/**/*.test.ts', 'tests/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/fixtures/**', '**/dist/**'],
    globalSetup: ['tests/build-bins.ts'],
    setupFiles: ['tests/seed-properties.ts'],
    // Most of a test is waiting for processes: one worker less than there are processors leaves half of two idle.
    maxWorkers: '100%',
    // A test that hangs is ended; one on a machine that does much else at the same time is not.
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
})
