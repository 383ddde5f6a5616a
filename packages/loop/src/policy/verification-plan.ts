import { defaultSetOf, type Unit, type Verification, type VerificationEntry } from '@gatecycle/plan-model'
import { repairs } from './red-entries.ts'
import { quoteForShell } from './shell-word.ts'

/** A check that the driver does itself, where a repository declares no set of that name. */
export type BuiltInCheck = 'plan-lint' | 'closing-check'

/** One thing the exit oracle does for a unit. */
export interface VerificationStep {
  readonly set: string
  readonly name: string
  readonly run:
    | { readonly kind: 'command'; readonly entry: VerificationEntry }
    | { readonly kind: 'built-in'; readonly check: BuiltInCheck }
  /** The command as a person reads it. */
  readonly shown: string
}

/** The built-in sets that serve where verification.yml does not declare them. */
const builtIn: Readonly<Record<string, readonly BuiltInCheck[]>> = {
  doc: ['plan-lint'],
  plannext: ['plan-lint', 'closing-check'],
}

/** The names of the sets that decide about a unit: its type's, its extra ones. */
export function setsOf(unit: Unit): readonly string[] {
  return [...new Set([defaultSetOf(unit.type), ...unit.extraGates])]
}

/** Everything that is run for a unit, in order: the sets of verification.yml, then the unit's own entries. Pure. */
export function verificationStepsOf(
  unit: Unit,
  { sets }: Verification,
  featureDir: string,
): readonly VerificationStep[] {
  const steps = setsOf(unit).flatMap((set) => {
    const entries = sets.get(set)
    if (entries !== undefined) return entries.map((entry) => toStep(set, entry, featureDir))
    return (builtIn[set] ?? []).map((check): VerificationStep => ({
      set,
      name: check,
      run: { kind: 'built-in', check },
      shown: `${check} (built in)`,
    }))
  })
  const own = unit.verify.map((entry) => toStep('unit', entry, featureDir))
  return [...steps, ...repairedSteps(unit, sets, featureDir), ...own]
}

/** What a unit is to repair has to pass after it, whatever sets its type has. */
function repairedSteps(
  unit: Unit,
  sets: Verification['sets'],
  featureDir: string,
): readonly VerificationStep[] {
  const others = [...sets].filter(([set]) => !setsOf(unit).includes(set))
  return others.flatMap(([set, entries]) =>
    entries.filter(({ name }) => repairs(unit, set, name)).map((entry) => toStep(set, entry, featureDir)),
  )
}

/** The steps of one set alone: what the baseline probe runs. */
export function stepsOfSet(
  set: string,
  { sets }: Verification,
  featureDir: string,
): readonly VerificationStep[] {
  return (sets.get(set) ?? []).map((entry) => toStep(set, entry, featureDir))
}

/** The unit's command that must fail without its work and pass with it. */
export function redStepOf({ red }: Unit, featureDir: string): VerificationStep | undefined {
  return red === undefined ? undefined : toStep('red', red, featureDir)
}

function toStep(set: string, entry: VerificationEntry, featureDir: string): VerificationStep {
  const argv = entry.argv?.map((word) => word.replaceAll('{feature_dir}', () => featureDir))
  const shell = entry.shell?.replaceAll('{feature_dir}', () => wordOf(featureDir))
  return {
    set,
    name: entry.name,
    run: { kind: 'command', entry: { ...entry, argv, shell } },
    shown: argv?.join(' ') ?? shell ?? '',
  }
}

/** A word as a person would type it: with quotes only where it needs them. */
function wordOf(text: string): string {
  return /^[\w./-]+$/u.test(text) ? text : quoteForShell(text)
}
