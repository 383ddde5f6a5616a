/** What differs between two runs of one command that answered the same, and what stands for it. In this order. */
const replacements: readonly (readonly [RegExp, string])[] = [
  // ECMA-48, 5.4: colours, mostly.
  // oxlint-disable-next-line no-control-regex -- these are the characters that are taken out
  [/\u001B\[[0-?]*[ -/]*[@-~]/gu, ''],
  [/\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?/gu, '<time>'],
  [/\b\d{1,2}:\d\d:\d\d(?:[.,]\d+)?\b/gu, '<time>'],
  [/(?:\/private)?\/(?:tmp|var\/tmp|var\/folders|dev\/shm)\/[^\s:;,'"()<>]+/gu, '<temporary>'],
  [/(?<![\w.:/-])(?:[A-Za-z]:)?(?:[\\/][\w.@+~-]+)+[\\/](?<last>[\w.@+~-]+[\\/][\w.@+~-]+)/gu, '…/$<last>'],
  [/\b0x[\da-f]+\b/giu, '<address>'],
  [/\b[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}\b/giu, '<id>'],
  [/\b(?=[\da-f]*\d)(?=[\da-f]*[a-f])[\da-f]{8,}\b/giu, '<id>'],
  [/(?<=\b(?:localhost|127\.0\.0\.1|\[::1?\]|0\.0\.0\.0):)\d+/gu, '<port>'],
  [/(?<=\b(?:pid|process|seed|thread)[ =:#]{1,2})\d+/giu, '<number>'],
  [/\b\d+(?:[.,]\d+)? ?(?:ns|µs|us|ms|msec|s|sec|secs|second|seconds|m|min|minutes|h)\b(?! ?\d)/gu, '<time>'],
]

/** One line without what differs from run to run: times, durations, addresses, places, names that were made up. */
export function normaliseLine(line: string): string {
  return replacements
    .reduce((text, [pattern, by]) => text.replaceAll(pattern, by), line)
    .replaceAll(/\s+/gu, ' ')
    .trim()
}

/** The lines of an output as a set: what tests that run side by side say has no order. */
export function normaliseOutput(output: string): readonly string[] {
  return [...new Set(output.split('\n').map(normaliseLine))].filter((line) => line !== '').toSorted()
}
