import { finished } from 'node:stream/promises'
import type { Ending, Stop } from '../process-end.ts'
import { defaultDrainMs, defaultKillGraceMs, type OutputStream, type ProcessOrder } from '../process-order.ts'
import type { OutputCapture } from './capture-output.ts'
import { endProcesses, trySignal } from './end-processes.ts'
import { findRunProcesses } from './find-marked-processes.ts'
import type { ProcessFacts } from './process-facts.ts'
import { settlesWithin } from './settles-within.ts'
import type { Exit, StartedProcess } from './start-process.ts'
import { startStopClock, type StopClock } from './stop-clock.ts'

export interface Supervised {
  readonly ending: Ending
  readonly survivors: number
  /** What `onOutput` threw. */
  readonly bugs: readonly unknown[]
}

/** A process that SIGKILL does not end hangs in the kernel or is not ours; nobody waits for it longer than this. */
const killedWithinMs = 2000

/** Feeds a started process, listens to it, ends it when it must end, and clears away what outlives it. */
export async function superviseProcess(
  started: StartedProcess,
  order: ProcessOrder,
  capture: OutputCapture,
): Promise<Supervised> {
  const clock = startStopClock(order)
  const bugs = listen(started, order, capture, clock)
  feed(started, order.stdin)
  const drained = Promise.all([endOf(started.stdout), endOf(started.stderr)])
  const told = readSurvivors(started)
  const first = await Promise.race([started.exited, clock.stopped])
  clock.cancel()
  const ending = typeof first === 'string' ? await stopProcess(started, first, order) : toEnding(first)
  // Who outlives a process that ended by itself may finish its sentence; who was stopped has had its time.
  if (typeof first !== 'string') await settlesWithin(drained, order.drainMs ?? defaultDrainMs)
  const survivors = await clearAway(started, order, drained)
  return { ending, survivors: survivors + (await told), bugs }
}

function listen(
  { stdout, stderr }: StartedProcess,
  { onOutput }: ProcessOrder,
  capture: OutputCapture,
  clock: StopClock,
): readonly unknown[] {
  const bugs: unknown[] = []
  const hear = (chunk: Uint8Array, stream: OutputStream): void => {
    clock.sawOutput()
    capture.push(chunk, stream)
    if (bugs.length > 0) return
    try {
      onOutput?.(chunk, stream)
    } catch (error) {
      // Thrown on only when the process is gone: nothing may be left running because of a bug.
      bugs.push(error)
      clock.stop('interrupted')
    }
  }
  stdout.on('data', (chunk: Uint8Array) => hear(chunk, 'stdout'))
  stderr.on('data', (chunk: Uint8Array) => hear(chunk, 'stderr'))
  return bugs
}

function feed({ stdin }: StartedProcess, text: string | undefined): void {
  // Whether it reads its input is the process's own business: a broken pipe is no failure of the run.
  stdin?.on('error', () => undefined)
  stdin?.end(text)
}

async function stopProcess(
  { pid, exited }: StartedProcess,
  kind: Stop,
  { killGraceMs = defaultKillGraceMs }: ProcessOrder,
): Promise<Ending> {
  signalGroup(pid, 'SIGTERM')
  if (!(await settlesWithin(exited, killGraceMs))) {
    signalGroup(pid, 'SIGKILL')
    await settlesWithin(exited, killedWithinMs)
  }
  return { kind }
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  // Windows has no groups, and macOS refuses when one member may not be signalled.
  if (!trySignal(-pid, signal)) trySignal(pid, signal)
}

function toEnding({ code, signal }: Exit): Ending {
  // Without an exit code the process was killed, whatever the system says about the signal.
  if (code === undefined || signal !== undefined) return { kind: 'signalled', signal: signal ?? 'unknown' }
  return { kind: 'exited', exitCode: code }
}

/** Ends what is left and closes the pipes; the number of processes that had to be ended. */
async function clearAway(
  { pid, stdin, stdout, stderr, release }: StartedProcess,
  { mark, killGraceMs = defaultKillGraceMs, drainMs = defaultDrainMs }: ProcessOrder,
  drained: Promise<unknown>,
): Promise<number> {
  const find = (): readonly ProcessFacts[] => {
    const { supported, processes } = findRunProcesses(mark, pid)
    // Where nobody can look, the group is all that is known.
    if (!supported) trySignal(-pid, 'SIGKILL')
    return processes
  }
  const ended = await endProcesses(find, { graceMs: killGraceMs })
  // What is still in the pipes is read; only a holder that could not be found keeps them open now.
  await settlesWithin(drained, drainMs)
  stdin?.destroy()
  stdout.destroy()
  stderr.destroy()
  release()
  return ended.length
}

/** How many processes a namespace took with it; a namespace that was killed has told nothing. */
async function readSurvivors({ survivors }: StartedProcess): Promise<number> {
  if (survivors === undefined) return 0
  let said = ''
  survivors.on('data', (chunk: Uint8Array) => (said += Buffer.from(chunk).toString('latin1')))
  await endOf(survivors)
  return Number.parseInt(said, 10) || 0
}

async function endOf(stream: NodeJS.ReadableStream): Promise<void> {
  await finished(stream).catch(() => undefined)
}
