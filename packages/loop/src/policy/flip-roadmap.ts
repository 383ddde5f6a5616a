/** What a feature's row in roadmap.md came to. */
export interface RoadmapFlip {
  readonly text: string
  readonly kind: 'done' | 'absent' | 'unchanged'
}

/** Sets the status cell of a feature's row; columns are found by the names in the table's head. Every other byte stays. */
export function flipRoadmap(text: string, featureId: string): RoadmapFlip {
  const lines = text.split('\n')
  const head = lines.findIndex((line) => wordsOf(line).includes('status'))
  const column = wordsOf(lines[head] ?? '').indexOf('status')
  const row = lines.findIndex(
    (line, index) => index > head && wordsOf(line).includes(featureId.toLowerCase()),
  )
  const cell = cellsOf(lines[row] ?? '')[column]
  if (head === -1 || cell === undefined) return { text, kind: 'absent' }
  if (cell.trim() === 'done') return { text, kind: 'unchanged' }
  const cells = cellsOf(lines[row] ?? '').with(column, withWord(cell, 'done'))
  return { text: lines.with(row, cells.join('|')).join('\n'), kind: 'done' }
}

/** The cells of a table row as they are, with what stands before its first bar and behind its last; none for another line. */
function cellsOf(line: string): string[] {
  return line.trimStart().startsWith('|') ? line.split(/(?<!\\)\|/u) : []
}

function wordsOf(line: string): readonly string[] {
  return cellsOf(line).map((cell) => cell.trim().toLowerCase())
}

/** The cell with another word and its own blanks. */
function withWord(cell: string, word: string): string {
  return cell.trim() === '' ? ` ${word} ` : cell.replace(/\S(?:.*\S)?/u, word)
}
