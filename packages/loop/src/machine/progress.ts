import type { Evidence, Progress } from './unit-attempt.ts'

/** The attempt that left the fewest findings; of equals the first, since the later ones brought nothing. */
export function bestAttempt(
  history: readonly Evidence[],
): (Evidence & { readonly progress: Progress }) | undefined {
  let best: (Evidence & { readonly progress: Progress }) | undefined
  for (const evidence of history) {
    const { progress } = evidence
    if (progress !== undefined && (best === undefined || progress.findings < best.progress.findings))
      best = { ...evidence, progress }
  }
  return best
}

/** How many attempts in a row, this one among them, did not get below the best before. */
export function attemptsSinceBest(history: readonly Evidence[], { findings }: Progress): number {
  const counts = [...history.flatMap(({ progress }) => progress?.findings ?? []), findings]
  return counts.length - 1 - counts.indexOf(Math.min(...counts))
}
