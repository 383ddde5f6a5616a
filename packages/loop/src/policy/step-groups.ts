import type { VerificationStep } from './verification-plan.ts'

/** Steps in their order, with neighbours that may run at the same time as one group. */
export function groupSteps(steps: readonly VerificationStep[]): readonly (readonly VerificationStep[])[] {
  return steps.reduce<readonly (readonly VerificationStep[])[]>((groups, step) => {
    const last = groups.at(-1) ?? []
    const joins = isParallel(step) && last.length > 0 && last.every(isParallel)
    return joins ? [...groups.slice(0, -1), [...last, step]] : [...groups, [step]]
  }, [])
}

function isParallel({ run }: VerificationStep): boolean {
  return run.kind === 'command' && run.entry.parallel === true
}
