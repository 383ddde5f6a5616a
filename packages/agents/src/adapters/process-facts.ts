/** A process as the system shows it. A pid is used again; together with the start time it is not. */
export interface ProcessFacts {
  readonly pid: number
  readonly parent: number
  /** The session, where the system tells it; else the process group. */
  readonly session: number
  /** Opaque: good for comparing only. */
  readonly startTime: string
  readonly name: string
}

/** The live processes at one moment. */
export interface ProcessTable {
  readonly processes: readonly ProcessFacts[]
  /** Whether `NAME=value` is exactly one entry of the process's environment; false where we may not look. */
  readonly hasEntry: (pid: number, entry: string) => boolean
}
