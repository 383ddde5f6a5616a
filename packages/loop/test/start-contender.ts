import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/** Another process that competes for a lock. */
export interface Contender {
  readonly pid: number
  /** `won`, or `lost <who holds it>`. */
  readonly take: (folder: string) => Promise<string>
  readonly give: () => Promise<string>
  /** Ends it with SIGKILL and waits until it is gone. */
  readonly kill: () => Promise<void>
}

/** Bundles the contender once; node cannot run TypeScript itself in every version we support. */
export async function buildContender(): Promise<{
  readonly start: () => Contender
  readonly remove: () => void
}> {
  const folder = mkdtempSync(join(tmpdir(), 'gatecycle-contender-'))
  const outfile = join(folder, 'contender.mjs')
  await build({
    entryPoints: [fileURLToPath(new URL('fixtures/contender.ts', import.meta.url))],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    banner: { js: "import { createRequire as r } from 'node:module';const require = r(import.meta.url);" },
    logLevel: 'error',
  })
  return {
    start: () =>
      toContender(spawn(process.execPath, [outfile], { stdio: ['pipe', 'pipe', 'inherit'], env: {} })),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

function toContender(child: ChildProcess): Contender {
  const { stdin, stdout } = child
  if (stdin === null || stdout === null || child.pid === undefined)
    throw new Error('the contender did not start')
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const answers = createInterface({ input: stdout })[Symbol.asyncIterator]()
  const ask = async (order: string): Promise<string> => {
    stdin.write(`${order}\n`)
    const answer = await answers.next()
    return answer.done === true ? 'gone' : answer.value
  }
  return {
    pid: child.pid,
    take: async (folder) => ask(`take ${folder}`),
    give: async () => ask('give'),
    kill: async () => {
      child.kill('SIGKILL')
      await gone
    },
  }
}
