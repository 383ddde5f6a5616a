/** `2 failed, 3 passed` as numbers by word; the plural of a word counts as the word. */
export function countWords(text: string): (...words: readonly string[]) => number {
  const counts = new Map<string, number>()
  for (const { groups } of text.matchAll(/(?<count>\d+) (?<word>[a-z]+)/gu)) {
    counts.set(groups?.['word'] ?? '', Number(groups?.['count']))
  }
  return (...words) => words.reduce((sum, word) => sum + (counts.get(word) ?? counts.get(`${word}s`) ?? 0), 0)
}
