import { appendFileSync } from 'node:fs'

/**
 * What a test build does at its fault points; the published build has this file replaced by one that does nothing.
 *
 * GATECYCLE_FAULT=<name>[:<n>[+][:<kind>]] acts when the point is passed for the n-th time, with `+` from then on always. The kind is
 * `kill` (SIGKILL, the default), a code such as ENOSPC, which is thrown as the system throws it, or `short`: half of a text is written
 * and no more. Names are `<machine>/<effect>/before`, `/after` (the effect is done, nobody knows) and `/journaled`, and
 * `disk/append/…`, `disk/replace/…` for what has to be on disk, `git/<command>` before git is asked. GATECYCLE_FAULT_TRACE=<file> writes
 * down every point that is passed, but for those of git.
 */
export function faultPoint(name: string): void {
  if (!name.startsWith('disk/')) watcher?.(name)
  const kind = kindAt(name)
  if (kind === 'kill') process.kill(process.pid, 'SIGKILL')
  else if (kind !== undefined && kind !== 'short') throw systemError(kind, name)
}

let watcher: ((name: string) => void) | undefined

/** For tests that drive the effects in their own process: called at every point of a machine and before every question to git; what it throws ends the run there, as a kill does. */
export function watchFaultPoints(watch: (name: string) => void): void {
  watcher = watch
}

/** How much of a text of so many bytes is written at a point before the disk is full; undefined for all of it. */
export function shortWriteAt(name: string, bytes: number): number | undefined {
  return kindAt(name) === 'short' ? Math.floor(bytes / 2) : undefined
}

/** What the system says when there is no room left. */
export function noSpace(name: string): Error {
  return systemError('ENOSPC', name)
}

const hits = new Map<string, number>()

function kindAt(name: string): string | undefined {
  const trace = process.env['GATECYCLE_FAULT_TRACE']
  if (trace !== undefined && !name.startsWith('git/')) appendFileSync(trace, `${name}\n`)
  const [wanted, count = '1', kind = 'kill'] = (process.env['GATECYCLE_FAULT'] ?? '').split(':')
  if (wanted !== name) return undefined
  const passed = (hits.get(name) ?? 0) + 1
  hits.set(name, passed)
  const from = Number.parseInt(count, 10)
  return passed === from || (passed > from && count.endsWith('+')) ? kind : undefined
}

function systemError(code: string, name: string): Error {
  return Object.assign(new Error(`${code}: planted at ${name}`), { code, errno: -1, syscall: 'planted' })
}
