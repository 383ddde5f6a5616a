/** What a stream said: its head and tail as text, the count and the digest of all of its bytes. */
export interface CappedOutput {
  /** Lossy UTF-8; where bytes were left out, a line between head and tail says how many. */
  readonly text: string
  /** All bytes, also those left out. */
  readonly bytes: number
  /** Hex, over all bytes. */
  readonly sha256: string
  readonly truncated: boolean
}

/** What became of the output file. */
export interface OutputFileEnd {
  readonly bytes: number
  readonly truncated: boolean
  /** Why writing stopped early (a full disk), or undefined. */
  readonly problem: string | undefined
}

export type SpawnFailure = 'not-found' | 'not-executable' | 'bad-cwd' | 'other'

/** The driver ended the process itself; the exit code that follows says nothing. */
export type Stop = 'timed-out' | 'stalled' | 'interrupted'

/** How the main process ended. Only `exited` has an exit code: a process that was killed never looks like a zero. */
export type Ending =
  | { readonly kind: 'exited'; readonly exitCode: number }
  | { readonly kind: 'signalled'; readonly signal: string }
  | { readonly kind: Stop }
  | { readonly kind: 'spawn-failed'; readonly reason: SpawnFailure; readonly message: string }

/** How a process ended, and what it said. Nothing that it started is left running. */
export type ProcessEnd = Ending & {
  readonly durationMs: number
  readonly stdout: CappedOutput
  readonly stderr: CappedOutput
  /** Processes that outlived the main one and had to be ended. */
  readonly survivors: number
  /** Only where an output file was ordered. */
  readonly outputFile?: OutputFileEnd
}
