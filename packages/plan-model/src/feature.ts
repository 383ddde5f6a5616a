import type {
  Autonomy,
  Effort,
  FeatureStatus,
  GateStatus,
  UnitStatus,
  UnitType,
  Verdict,
} from './vocabulary.ts'
import type { MarkdownFile } from './parse-markdown-file.ts'
import type { VerificationEntry } from './verification-entry.ts'

/** A unit with every default filled in: what the driver works with. */
export interface Unit {
  readonly id: string
  readonly fileName: string
  readonly file: MarkdownFile
  readonly type: UnitType
  readonly status: UnitStatus
  readonly title: string
  readonly model: string
  readonly effort: Effort
  readonly agent: string | undefined
  readonly dependsOn: readonly string[]
  readonly maxAttempts: number
  readonly timeoutMinutes: number | undefined
  readonly attempts: number
  readonly produces: readonly string[]
  readonly scope: readonly string[]
  readonly extraGates: readonly string[]
  readonly verify: readonly VerificationEntry[]
  /** A command that must fail without the unit's work and pass with it. */
  readonly red: VerificationEntry | undefined
  /** Verification sets that have to pass before an agent is paid. */
  readonly prep: readonly string[]
  /** Verification sets whose output the agent is shown. */
  readonly oracles: readonly string[]
  /** Whether a failed attempt that left fewer findings is where the next one begins. */
  readonly iteratesOnFailure: boolean
  /** Commands, red before any work, that it is to mend: `tests` or `code/tests`. */
  readonly repairs: readonly string[]
  /** Which tests it may take away: any, or those whose names hold one of these texts. */
  readonly removesTests: true | readonly string[]
  /** Whether the author says that it will change what verification looks at. */
  readonly changesOracle: boolean
  readonly plannedCostUsd: number | undefined
  readonly verdict: Verdict | undefined
}

export interface Gate {
  readonly number: number
  readonly fileName: string
  readonly file: MarkdownFile
  readonly status: GateStatus
  /** The last gate of the list: its end is the feature's end. */
  readonly terminal: boolean
  readonly costBudgetUsd: number | undefined
  readonly units: readonly Unit[]
}

/** A feature that the linter found no error in, typed and complete. */
export interface Feature {
  readonly id: string
  readonly folder: string
  readonly title: string
  readonly branch: string
  readonly status: FeatureStatus
  readonly autonomy: Autonomy
  readonly scope: readonly string[]
  readonly protect: readonly string[]
  readonly plan: MarkdownFile
  readonly gates: readonly Gate[]
}

/** Every unit of the feature, in graph order. */
export function unitsOf(feature: Feature): readonly Unit[] {
  return feature.gates.flatMap((gate) => gate.units)
}

/** The first gate that no human has passed; undefined when all are. */
export function currentGateOf(feature: Feature): Gate | undefined {
  return feature.gates.find((gate) => gate.status !== 'passed')
}
