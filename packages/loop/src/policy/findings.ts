/** The number in the last line `FINDINGS: n` of an output; undefined where there is none. */
export function findingsIn(output: string): number | undefined {
  const all = [...output.matchAll(/^FINDINGS: *(?<count>\d+)\s*$/gmu)]
  const count = all.at(-1)?.groups?.['count']
  return count === undefined ? undefined : Number(count)
}

/** The findings of all commands together; undefined where none of them says a number. */
export function countFindings(
  results: readonly { readonly output: string; readonly findings?: number }[],
): number | undefined {
  const counts = results.flatMap(({ output, findings }) => findings ?? findingsIn(output) ?? [])
  return counts.length === 0 ? undefined : counts.reduce((sum, count) => sum + count, 0)
}
