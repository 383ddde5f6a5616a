import { spawn, type ChildProcess } from 'node:child_process'
import { shellLineOf } from './git-shell-line.ts'
import { endGit, ended, notStarted, tooSlow, type GitAnswer } from './git-process.ts'
import type { ShellCall } from './git-shell.ts'
import { keepAwake } from '../system/keep-awake.ts'
import { createMarkedOutput } from './marked-output.ts'

export interface ShellOrder {
  readonly call: ShellCall
  readonly resolve: (answer: GitAnswer) => void
  readonly reject: (error: Error) => void
}

export interface ShellSession {
  /** One at a time: the next after `free`. */
  readonly run: (order: ShellOrder) => void
}

interface Listener {
  readonly free: () => void
  /** The shell is gone, with whatever it ran. */
  readonly over: () => void
}

/** Between two commands nobody waits: an agent may work for hours. */
const idleMs = 2000

/** One shell that runs git until it is idle for a while, dies, or does not answer in time. */
export function openShellSession(marker: string, { free, over }: Listener): ShellSession {
  const child = startShell()
  const stdout = createMarkedOutput(marker)
  const stderr = createMarkedOutput(marker)
  let current: ShellOrder | undefined
  let clock: NodeJS.Timeout | undefined
  let isOver = false
  const end = (error: Error): void => {
    if (isOver) return
    isOver = true
    clearTimeout(clock)
    endGit(child)
    current?.reject(error)
    over()
  }
  const settle = (): void => {
    const order = current
    if (order === undefined || !stdout.isWhole() || !stderr.isWhole()) return
    current = undefined
    clearTimeout(clock)
    keepAwake(child, false)
    clock = setTimeout(() => end(new Error('idle')), idleMs).unref()
    const [out, err] = [stdout.take(), stderr.take()]
    answer(order, { exitCode: Number(out.word), stdout: out.bytes, stderr: err.bytes })
    free()
  }
  hear(child, { stdout, stderr }, settle)
  child.once('error', (error) => end(notStarted(current?.call.directory ?? '', error)))
  child.once('close', () => end(ended(current?.call.args ?? [], 'SIGKILL')))
  return {
    run: (order) => {
      current = order
      clearTimeout(clock)
      keepAwake(child, true)
      const { args, timeoutMs } = order.call
      clock = setTimeout(() => end(tooSlow(args, timeoutMs)), timeoutMs)
      child.stdin?.write(shellLineOf(order.call, marker))
    },
  }
}

/** Without pipes where it could not be started, for example for want of file descriptors; some failures are thrown. */
function startShell(): ChildProcess {
  try {
    return spawn('/bin/sh', [], { env: {}, detached: true, stdio: 'pipe' })
  } catch (error) {
    throw notStarted(process.cwd(), error)
  }
}

type Output = ReturnType<typeof createMarkedOutput>

function hear(
  child: ChildProcess,
  outputs: { readonly stdout: Output; readonly stderr: Output },
  settle: () => void,
): void {
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.on('data', (chunk: Buffer) => {
      outputs[name].push(chunk)
      settle()
    })
  }
  child.stdin?.on('error', () => undefined)
}

/** 126 and 127 are the shell's words for "could not be run", above 128 it names a signal (POSIX.1-2017, 2.8.2); git ends with 129 itself. */
function answer({ call, resolve, reject }: ShellOrder, given: GitAnswer): void {
  const { exitCode, stderr } = given
  if (exitCode === 126 || exitCode === 127) reject(notStarted(call.directory, stderr.toString('utf8').trim()))
  else if (exitCode > 129) reject(ended(call.args, `signal ${exitCode - 128}`))
  else resolve(given)
}
