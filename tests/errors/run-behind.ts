import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { binFolder, type BinEnd, type TestRepo } from '../../packages/test-kit/src/index.ts'

/** Whether this process may have mounts that nobody else sees. */
export const canMount: boolean =
  spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0
if (!canMount)
  process.stderr.write('SKIPPED: full and read-only disks: unshare -m and mount are not allowed here\n')

/** `loop run` after a script in mounts of its own; $BOOKS is where journal and lock lie, $STATE where worktrees do. */
export function runBehind(script: string, { path, env }: TestRepo): BinEnd {
  const line = `${script} || exit 99\nexec "$@"`
  const loop = [process.execPath, join(binFolder(), 'loop.js'), 'run']
  const { status, signal, stdout, stderr } = spawnSync('unshare', ['-m', 'sh', '-c', line, 'sh', ...loop], {
    cwd: path,
    env: {
      ...env,
      GATECYCLE_FIXED_TIME: '2026-01-02T03:04:05.000Z',
      BOOKS: join(path, '.git/gatecycle'),
      STATE: env['GATECYCLE_STATE_HOME'] ?? '',
    },
    encoding: 'utf8',
    timeout: 120_000,
  })
  return { exitCode: status ?? 128, signal: signal ?? undefined, stdout, stderr }
}
