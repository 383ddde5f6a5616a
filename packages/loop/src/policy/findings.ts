/** The number in the last line `FINDINGS: n` of an output; undefined where there is none. */
export function findingsIn(output: string): number | undefined {
  const all = [...output.matchAll(/^FINDINGS: *(?<count>\d+)\s*$/gmu)]
  const count = all.at(-1)?.groups?.['count']
  return count === undefined ? undefined : Number(count)
}
