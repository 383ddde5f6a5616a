/** What a feature's row in roadmap.md came to. */
export interface RoadmapFlip {
  readonly text: string
  readonly kind: 'done' | 'absent' | 'unchanged'
}

/** Sets the status cell of a feature's row; columns are found by the names in the table's head. Every other byte stays. */
export function flipRoadmap(text: string, featureId: string): RoadmapFlip {
  const lines = text.split('\n')
  const head = lines.findIndex((line) => cellsOf(line).includes('status'))
  const column = head === -1 ? -1 : cellsOf(lines[head] ?? '').indexOf('status')
  const row = lines.findIndex((line, index) => index > head && cellsOf(line)[0] === featureId.toLowerCase())
  if (column === -1 || row === -1) return { text, kind: 'absent' }
  const line = lines[row] ?? ''
  const parts = line.split('|')
  if (parts[column + 1]?.trim() === 'done') return { text, kind: 'unchanged' }
  parts[column + 1] = (parts[column + 1] ?? '').replace(/\S(?:.*\S)?/u, 'done')
  return { text: lines.with(row, parts.join('|')).join('\n'), kind: 'done' }
}

/** The cells of a table row in lower case, without the outer bars. */
function cellsOf(line: string): readonly string[] {
  if (!line.trimStart().startsWith('|')) return []
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim().toLowerCase())
}
