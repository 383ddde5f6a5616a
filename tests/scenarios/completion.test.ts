import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { completeInShell, hasShell, runBin } from '../../packages/test-kit/src/index.ts'

/** What `gatecycle completion` prints, in a folder where nothing is. */
async function printScript(shell: string): Promise<string> {
  const cwd = mkdtempSync(join(tmpdir(), 'gatecycle-completion-'))
  try {
    const { exitCode, stdout, stderr } = await runBin('gatecycle', ['completion', shell], { cwd, env: {} })
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    return stdout
  } finally {
    rmSync(cwd, { recursive: true })
  }
}

describe.each(['bash', 'zsh', 'fish'] as const)('%s, with what gatecycle completion prints', (shell) => {
  test.skipIf(!hasShell(shell))(
    `completes all four programs (skipped where ${shell} is not installed)`,
    async () => {
      const script = await printScript(shell)
      const offered = (line: string): readonly string[] => completeInShell(shell, script, line)
      expect(offered('loop ar')).toEqual(['arm'])
      expect(offered('node_modules/.bin/loop run --dr')).toEqual(['--dry-run'])
      expect(offered('plan-lint --format s')).toEqual(['sarif'])
      expect(offered('validate-event --cha')).toEqual(['--chain'])
      expect(offered('gatecycle completion f')).toEqual(['fish'])
      expect(offered('gatecycle lint --stag')).toEqual(['--staged'])
      expect(offered('gatecycle no-such-command-')).toEqual([])
    },
  )
})
