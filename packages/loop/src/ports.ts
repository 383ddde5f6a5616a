import type { UnsealedEvent } from '@gatecycle/event-schema'
import type { UnitEvent } from './machine/unit-state.ts'

/** What a git command answered. Exit 1 ("no") and 128 ("cannot say") are different answers, so the code is kept. */
export interface GitResult {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

export interface GitOptions {
  /** For the command's stdin. */
  readonly input?: string | Uint8Array
  /** GIT_* variables for this call, for example GIT_INDEX_FILE. */
  readonly env?: Readonly<Record<string, string>>
}

/** Git in one directory. The driver's own calls run no hooks, no pagers, no prompts and no fsmonitor. */
export interface Git {
  readonly directory: string
  /** Any exit code is an answer. */
  run(args: readonly string[], options?: GitOptions): Promise<GitResult>
  /** What `git config` answers to arguments that only read. */
  config(args: readonly string[]): Promise<GitResult>
  /** The files that such answers come from, or would come from if they were there. */
  configFiles(): Promise<readonly string[]>
  /** Who makes commits here, as `Name <mail>`, and the time zone (`+0100`); undefined where git cannot say. */
  ident(role: 'author' | 'committer'): Promise<{ readonly who: string; readonly zone: string } | undefined>
  /** The trimmed output of a command that must succeed; else an AppError GIT_FAILED. */
  text(args: readonly string[], options?: GitOptions): Promise<string>
  /** The raw output, bytes and all, of a command that must succeed. */
  bytes(args: readonly string[], options?: GitOptions): Promise<Uint8Array>
  /** What a name stands for now (`<commit>:<path>`, `<ref>^{commit}` …), without its content; undefined when there is no such object. */
  find(name: string): Promise<GitObject | undefined>
  /** The same with its content. */
  read(name: string): Promise<GitObject | undefined>
  /** Writes objects; gives their ids in this order. All are on disk when it returns, and nothing points to them until something does. */
  write(objects: readonly NewObject[]): Promise<readonly string[]>
}

/** An object that is to be written. */
export interface NewObject {
  readonly type: 'blob' | 'tree' | 'commit'
  readonly bytes: Uint8Array
}

/** One object of the repository. */
export interface GitObject {
  readonly id: string
  /** blob, tree, commit or tag. */
  readonly type: string
  readonly size: number
  /** Empty where only the object was asked for. */
  readonly bytes: Uint8Array
}

export interface Clock {
  /** The time as RFC 3339 in UTC. */
  now(): string
  /** Milliseconds of a clock that never goes back. */
  elapsed(): number
}

/** The event log of one feature: what is committed plus what waits for the next commit, as one chain. */
export interface EventLog {
  /** Takes events down in this order; all of them are on disk when it returns. */
  append(...events: EventDraft[]): Promise<void>
  /** All lines so far, as they belong into events.jsonl. */
  text(): string
  /** `sha256:…` of the last line, for the Event-Log trailer. */
  head(): string
  /** The log as it is with these events behind it; nothing is written. For what becomes true by the commit that holds it. */
  textWith(events: readonly EventDraft[]): { readonly text: string; readonly head: string }
  /** Whether a line that waits for its commit satisfies the test. */
  hasPending(test: (event: EventDraft) => boolean): boolean
}

/** An event before the writer adds time, source and chain. */
export type EventDraft = UnsealedEvent extends infer E
  ? E extends UnsealedEvent
    ? Pick<E, 'correlation_id' | 'event_type' | 'payload'>
    : never
  : never

/** The unit in flight, as the journal knows it. */
export interface UnitIntent {
  readonly unit: string
  readonly gate: number
  readonly base: string
  readonly runId: string
  readonly runMark: string
}

export interface JournalContent {
  readonly intent: UnitIntent
  readonly start: unknown
  readonly events: readonly UnitEvent[]
}

/** Write-ahead record of the unit in flight; every write is on disk before it returns. */
export interface Journal {
  begin(intent: UnitIntent, start: unknown): Promise<void>
  append(event: UnitEvent): Promise<void>
  /** What a dead driver left, or undefined. */
  read(): Promise<JournalContent | undefined>
  clear(): Promise<void>
}

export type LockAnswer = { readonly ok: true } | { readonly ok: false; readonly holder: string }

/** One driver at a time. */
export interface Lock {
  acquire(): Promise<LockAnswer>
  release(): Promise<void>
}

/** What a person asks of a driver that runs; a request is for one driver, and means nothing to the next. */
export interface Requests {
  read(): 'stop' | 'pause' | undefined
  clear(): void
  /** Comes back when the request may be another one, or the signal came. */
  changed(signal: AbortSignal): Promise<void>
}

/** Where progress goes, one line at a time. */
export type Report = (line: string) => void
