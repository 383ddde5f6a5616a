import { spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { binFolder, type BinEnd, type TestRepo } from '../../packages/test-kit/src/index.ts'
import { fixedTime } from './crash-world.ts'

/** Whether strace is here and may look at a process. */
export const canTrace: boolean = spawnSync('strace', ['-o', '/dev/null', 'true']).status === 0
if (!canTrace) process.stderr.write('SKIPPED: kills at system calls: strace is not here or may not trace\n')

/** `loop run` below strace, which sees the thread of the driver that does all of its work, and neither git nor agents. */
export async function runTraced(words: readonly string[], { path, env }: TestRepo): Promise<BinEnd> {
  const loop = [process.execPath, join(binFolder(), 'loop.js'), 'run']
  const child = spawn('strace', ['-qq', ...words, ...loop], {
    cwd: path,
    env: { ...env, ...fixedTime },
    stdio: 'pipe',
  })
  const said = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      said[stream] += text
    })
  }
  child.stdin.end()
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => {
      resolve({ exitCode: code ?? 137, signal: signal ?? undefined, ...said })
    })
  })
}
