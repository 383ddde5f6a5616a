import type { Containment } from './containment.ts'
import type { RunMark } from './run-mark.ts'

export type OutputStream = 'stdout' | 'stderr'

/** A text that comes in pieces, on its way into a file: what may be seen is given back, the rest waits. */
export interface OutputFilter {
  readonly write: (piece: string) => string
  /** What was still waiting. */
  readonly end: () => string
}

/** Everything that decides how one process is started, watched and ended; nothing is inherited. */
export interface ProcessOrder {
  /** Program and arguments; a program without a slash is looked up in PATH of `env`. */
  readonly argv: readonly [string, ...string[]]
  /** There is no shell here: who wants one names it in `argv`. */
  readonly shell?: undefined
  readonly cwd: string
  /** The complete environment but for the run mark, which is added. */
  readonly env: Readonly<Record<string, string>>
  /** Written and closed; undefined gives the process an empty standard input. */
  readonly stdin: string | undefined
  /** Wall clock in milliseconds; undefined is no limit. */
  readonly timeoutMs: number | undefined
  /** Longest time without a byte on either stream, in milliseconds; undefined is no limit. */
  readonly silenceMs: number | undefined
  /** Bytes kept of each stream: the first half and the last half. Everything is counted and hashed. */
  readonly outputCapBytes: number
  /** Gets what both streams say as it comes; an existing file is replaced, the folder must exist. */
  readonly outputFile?: string
  /** What stands between a stream and the output file, one for each stream; without it the file gets the bytes. */
  readonly outputFilter?: () => OutputFilter
  readonly outputFileCapBytes?: number
  /** Whatever carries this mark when the process is over is ended, so two orders at one time need two marks. */
  readonly mark: RunMark
  readonly signal?: AbortSignal
  /** What keeps the process in; without it nothing but group, session and mark. */
  readonly containment?: Containment
  /** Sees every byte in order; when it throws, the process is ended and the error is thrown on. */
  readonly onOutput?: (chunk: Uint8Array, stream: OutputStream) => void
  /** Time between SIGTERM and SIGKILL. */
  readonly killGraceMs?: number
  /** How long a process that outlives the main one may keep the pipes open. */
  readonly drainMs?: number
  /** Monotonic milliseconds. */
  readonly now?: () => number
}

/** 1 MiB of each stream is kept in memory. */
export const defaultOutputCapBytes = 1_048_576

/** 64 MiB of raw output are kept on disk. */
export const defaultOutputFileCapBytes = 67_108_864

export const defaultKillGraceMs = 5000

export const defaultDrainMs = 2000
