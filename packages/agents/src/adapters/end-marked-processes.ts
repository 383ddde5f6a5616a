import type { RunMark } from '../run-mark.ts'
import { endProcesses, type EndedProcess, type EndingPatience } from './end-processes.ts'
import { findMarkedProcesses } from './find-marked-processes.ts'

/** Ends every process that carries the mark; says what it ended. Safe to do twice. */
export async function endMarkedProcesses(
  mark: RunMark,
  patience: EndingPatience,
): Promise<readonly EndedProcess[]> {
  return endProcesses(() => findMarkedProcesses(mark).processes, patience)
}
