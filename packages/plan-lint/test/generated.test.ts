import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

test('pages, rule index and bundled texts are what `pnpm docs:update` would write', () => {
  const update = fileURLToPath(new URL('../../../tools/docs/update.mjs', import.meta.url))
  expect(() => execFileSync(process.execPath, [update, '--check'], { stdio: 'pipe' })).not.toThrow()
})
