import type { VerificationStep } from './verification-plan.ts'

/** Steps in their order, with neighbours that may run at the same time as one group. */
export function groupSteps(steps: readonly VerificationStep[]): readonly (readonly VerificationStep[])[] {
  const groups: VerificationStep[][] = []
  for (const step of steps) {
    const last = groups.at(-1)
    if (isParallel(step) && last?.every(isParallel) === true) last.push(step)
    else groups.push([step])
  }
  return groups
}

function isParallel({ run }: VerificationStep): boolean {
  return run.kind === 'command' && run.entry.parallel === true
}
