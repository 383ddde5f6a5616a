import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { binFolder, type BinEnd, type TestRepo } from '../../packages/test-kit/src/index.ts'
import { fixedTime } from './crash-world.ts'
import type { Passing } from './traced-calls.ts'

/**
 * `loop run` that is stopped at a passing of a call and then looked at by a strace with other words: to a thread that is stopped it can
 * say "the next", which no count from the start of the run could. `said` is what that strace wrote down; empty where the run
 * ended before. When that strace has stopped the driver once more, it leaves.
 */
export async function runStopped(
  { call, nth }: Passing,
  words: readonly string[],
  { path, env }: TestRepo,
): Promise<BinEnd & { readonly said: string }> {
  const loop = [process.execPath, join(binFolder(), 'loop.js'), 'run']
  const driver = spawn('sh', ['-c', 'kill -STOP $$; exec "$@"', 'sh', ...loop], {
    cwd: path,
    env: { ...env, ...fixedTime },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const end = endOf(driver)
  const lookWith = async (looking: readonly string[]): Promise<string> => {
    const strace = look(driver, looking)
    await Promise.race([strace.says(/attached/u), end])
    driver.kill('SIGCONT')
    await Promise.race([strace.says(stopped), end])
    await strace.leave()
    return strace.said()
  }
  await lookWith(['-e', `trace=${call}`, '-e', `inject=${call}:signal=SIGSTOP:when=${nth}`])
  const said = await lookWith(words)
  driver.kill('SIGCONT')
  return { ...(await end), said }
}

/** A kill at what the driver opens to write, at a distance from another call: what it reads before differs from run to run. */
export async function runToWrite(
  { after, at }: { readonly after: Passing; readonly at: number },
  repo: TestRepo,
): Promise<BinEnd & { readonly hit: boolean }> {
  const inject = ['-e', 'trace=openat', '-e', `inject=openat:signal=SIGKILL:when=${at}`]
  const end = await runStopped(after, inject, repo)
  return { ...end, hit: /O_(?:WRONLY|RDWR|CREAT)[^\n]*\n\+\+\+ killed by SIGKILL/u.test(end.said) }
}

/**
 * The driver's n-th program is killed at its execve: it was forked, and never starts. `when=` counts in each process by itself and cannot
 * name a child, and every child's first execve is its first. So the driver is stopped at its n-th `clone`, which the kernel gives
 * up for the signal and makes again later; only then are children looked at, and before the driver forks another, strace has left.
 */
export async function runUnstarted(
  nth: number,
  repo: TestRepo,
): Promise<BinEnd & { readonly killed: boolean }> {
  const end = await runStopped({ call: 'clone', nth }, onlyNextChild('signal=SIGKILL'), repo)
  return { ...end, killed: /execve\(.*[^]*killed by SIGKILL/u.test(end.said) }
}

/** The system refuses to start the driver's n-th program, with a code such as E2BIG. */
export async function runRefused(
  nth: number,
  code: string,
  repo: TestRepo,
): Promise<BinEnd & { readonly refused: boolean }> {
  const end = await runStopped({ call: 'clone', nth }, onlyNextChild(`error=${code}`), repo)
  return { ...end, refused: /\(INJECTED\)/u.test(end.said) }
}

function onlyNextChild(injection: string): readonly string[] {
  const calls = ['-f', '-e', 'trace=clone,execve', '-e', `inject=execve:${injection}`]
  return [...calls, '-e', 'inject=clone:signal=SIGSTOP:when=2']
}

/** A signal of strace's own making, not the one that the driver was started with. */
const stopped = /SI_KERNEL[^]*stopped by SIGSTOP/u

interface Looking {
  readonly said: () => string
  /** Also when it is gone. */
  readonly says: (words: RegExp) => Promise<void>
  readonly leave: () => Promise<void>
}

/** A strace that comes to a process and goes again. */
function look({ pid = 0 }: ChildProcess, words: readonly string[]): Looking {
  const child = spawn('strace', ['-p', String(pid), ...words], { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  const gone = once(child, 'close')
  return {
    said: () => said,
    says: async (wanted) =>
      new Promise((resolve) => {
        const hear = (): void => {
          if (wanted.test(said)) resolve()
        }
        hear()
        child.stderr.on('data', hear)
        child.once('close', () => resolve())
      }),
    leave: async () => {
      child.kill('SIGINT')
      await gone
    },
  }
}

async function endOf(child: ChildProcess): Promise<BinEnd> {
  const said = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream]?.setEncoding('utf8').on('data', (text: string) => {
      said[stream] += text
    })
  }
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null]
  return { exitCode: code ?? 137, signal: signal ?? undefined, ...said }
}
