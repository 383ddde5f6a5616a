import type { ProcessEnd } from '../process-end.ts'
import type { ProcessOrder } from '../process-order.ts'
import { createOutputCapture, type CapturedOutput, type OutputCapture } from './capture-output.ts'
import { startProcess } from './start-process.ts'
import { superviseProcess, type Supervised } from './supervise-process.ts'

let started = 0

/** How many processes were started here so far. Where it has not grown, nobody but ourselves was at work. */
export function startedProcesses(): number {
  return started
}

/**
 * Runs one process to its end: the only place where agents and verification commands are started. When it resolves,
 * nothing that carries the mark or belongs to the session of the process is running. Rejects only for a mistake of
 * the caller: an output file that cannot be opened, an `onOutput` that throws.
 */
export async function runProcess(order: ProcessOrder): Promise<ProcessEnd> {
  const now = order.now ?? (() => performance.now())
  const startedAt = now()
  started += 1
  const capture = createOutputCapture(order)
  let captured: CapturedOutput
  let supervised: Supervised
  try {
    supervised = await startAndSupervise(order, capture)
  } finally {
    captured = capture.finish()
  }
  if (supervised.bugs.length > 0) throw supervised.bugs[0]
  const { ending, survivors } = supervised
  return { ...ending, durationMs: now() - startedAt, survivors, ...captured }
}

async function startAndSupervise(order: ProcessOrder, capture: OutputCapture): Promise<Supervised> {
  const started = await startProcess(order)
  if ('kind' in started) return { ending: started, survivors: 0, bugs: [] }
  return superviseProcess(started, order, capture)
}
