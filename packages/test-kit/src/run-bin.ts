import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export type BinName = 'gatecycle' | 'loop' | 'plan-lint' | 'validate-event'

export interface BinOptions {
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  readonly input?: string
  /** For a run of many units; else two minutes. */
  readonly longestMs?: number
}

export interface BinEnd {
  /** 128 + signal where one ended it, as a shell says it. */
  readonly exitCode: number
  readonly signal: NodeJS.Signals | undefined
  readonly stdout: string
  readonly stderr: string
}

export interface RunningBin {
  readonly pid: number
  readonly ended: Promise<BinEnd>
  readonly kill: (signal: NodeJS.Signals) => void
  /** What it said so far on stderr. */
  readonly stderr: () => string
}

/** No test waits for ever: a command that is still there after this is killed, and the test fails on its exit code. */
const defaultLongestMs = 120_000

const signals: Readonly<Record<string, number>> = { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 }

/** The folder of the built bins: a copy of this test run's own where the global set-up made one. */
export function binFolder(): string {
  const copied = process.env['GATECYCLE_TEST_BINS']
  return copied ?? fileURLToPath(new URL('../../gatecycle/dist/with-faults', import.meta.url))
}

/** Runs a built command to its end, with exactly this environment and stdin closed. */
export async function runBin(name: BinName, args: readonly string[], options: BinOptions): Promise<BinEnd> {
  return startBin(name, args, options).ended
}

/** Starts a built command; the test decides when it ends. */
export function startBin(
  name: BinName,
  args: readonly string[],
  { cwd, env, input, longestMs = defaultLongestMs }: BinOptions,
): RunningBin {
  const file = join(binFolder(), `${name}.js`)
  if (!existsSync(file)) throw new Error(`${file} is not built: node packages/gatecycle/build.mjs`)
  const child = spawn(process.execPath, [file, ...args], { cwd, env: { ...env }, stdio: 'pipe' })
  const said = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      said[stream] += text
    })
  }
  child.stdin.on('error', () => undefined)
  child.stdin.end(input ?? '')
  const limit = setTimeout(() => child.kill('SIGKILL'), longestMs)
  const ended = new Promise<BinEnd>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => {
      clearTimeout(limit)
      const exitCode = code ?? 128 + (signals[signal ?? ''] ?? 0)
      resolve({ exitCode, signal: signal ?? undefined, ...said })
    })
  })
  return {
    pid: child.pid ?? 0,
    ended,
    kill: (signal) => {
      child.kill(signal)
    },
    stderr: () => said.stderr,
  }
}
