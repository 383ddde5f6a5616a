/** A unit of a feature in a test; what is left out is small and valid. */
export interface UnitOptions {
  /** For example `T01` or `G1-CLOSE`. */
  readonly local: string
  readonly type?: string
  readonly status?: string
  readonly dependsOn?: readonly string[]
  /** More lines of front matter, as they are. */
  readonly extra?: readonly string[]
}

export interface GateOptions {
  /** Empty: the gate is not drafted yet. */
  readonly units: readonly UnitOptions[]
}

/** `T01` → `WU-01-unit.md`, `G1-CLOSE` → `WU-91-g1-close.md`. */
export function unitFileOf(local: string): string {
  const work = /^T(?<number>\d+)/u.exec(local)?.groups?.['number']
  if (work !== undefined) return `WU-${work}-unit.md`
  const gate = Number(/^G(?<number>\d+)-/u.exec(local)?.groups?.['number'] ?? '1')
  const offset = local.endsWith('-PLAN') ? 1 : 0
  return `WU-${90 + 2 * (gate - 1) + offset}-${local.toLowerCase()}.md`
}

/** `1` → `GATE-01.md`. */
export function gateFileOf(number: number): string {
  return `GATE-${String(number).padStart(2, '0')}.md`
}
