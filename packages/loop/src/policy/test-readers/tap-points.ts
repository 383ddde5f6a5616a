import type { TestCase } from './test-reading.ts'

export interface TapLeaf extends TestCase {
  readonly message: string
}

export interface TapPoints {
  readonly take: (line: string) => void
  /** How many tests stand at the top, and all tests that have no subtests. */
  readonly end: () => { readonly top: number; readonly leaves: readonly TapLeaf[] }
}

interface Point {
  readonly depth: number
  readonly name: string
  readonly outcome: TestCase['outcome']
  /** Whether its subtests stand below it, in braces. */
  readonly opens: boolean
  readonly said: string[]
}

/** Collects the test points of one TAP document, line by line; what is said about a failure in YAML goes along. */
export function createTapPoints(): TapPoints {
  const points: Point[] = []
  let yamlIndent: number | undefined
  return {
    take: (line) => {
      const indent = line.length - line.trimStart().length
      if (yamlIndent !== undefined) {
        if (indent === yamlIndent && line.trim() === '...') yamlIndent = undefined
        else points.at(-1)?.said.push(line)
        return
      }
      if (points.length > 0 && indent > 0 && line.trim() === '---') yamlIndent = indent
      const point = pointOf(line, indent)
      if (point !== undefined) points.push(point)
    },
    end: () => ({ top: points.filter(({ depth }) => depth === 0).length, leaves: leavesOf(points) }),
  }
}

function pointOf(line: string, indent: number): Point | undefined {
  const found = /^ *(?<not>not )?ok\b(?: \d+)?(?: - | )?(?<rest>.*)$/u.exec(line)?.groups
  if (found === undefined || indent % 4 !== 0) return undefined
  const rest = (found['rest'] ?? '').replace(/(?: # time=[\d.]+m?s)?(?<brace> \{)?$/u, '')
  const { name = rest, directive } =
    /^(?<name>.*?) *(?<!\\)# ?(?<directive>SKIP|TODO)\b.*$/iu.exec(rest)?.groups ?? {}
  const failed = found['not'] !== undefined
  const outcome =
    directive === undefined ? (failed ? 'failed' : 'passed') : failed ? 'expected-failure' : 'skipped'
  return { depth: indent / 4, name, outcome, opens: line.endsWith(' {'), said: [] }
}

/** Subtests stand above their parent (TAP 14, node) or below it in braces (vitest); a parent is counted by them. */
function leavesOf(points: readonly Point[]): readonly TapLeaf[] {
  return points.flatMap((point, index) => {
    const before = points[index - 1]
    const isParent =
      point.opens || (before !== undefined && before.depth > point.depth && !hasOpener(points, index - 1))
    if (isParent) return []
    const path = [...parentsOf(points, index), point.name]
    return [{ id: path.join(' > '), outcome: point.outcome, message: messageOf(point.said) }]
  })
}

function parentsOf(points: readonly Point[], index: number): readonly string[] {
  const { depth = 0 } = points[index] ?? {}
  if (depth === 0) return []
  const above = points.slice(0, index).findLastIndex((point) => point.depth === depth - 1 && point.opens)
  const opener = hasOpener(points, index) ? above : -1
  const parent =
    opener === -1
      ? index + 1 + points.slice(index + 1).findIndex((point) => point.depth === depth - 1)
      : opener
  const { name } = points[parent] ?? {}
  return name === undefined ? [] : [...parentsOf(points, parent), name]
}

/** Whether the parent of a point stands above it, and has not ended since. */
function hasOpener(points: readonly Point[], index: number): boolean {
  const { depth = 0 } = points[index] ?? {}
  const before = points.slice(0, index).findLast((point) => point.depth < depth)
  return before?.opens === true
}

/** The message of the YAML block: `error: '…'` of node, `message: "…"` of others; else all of it. */
function messageOf(said: readonly string[]): string {
  const at = said.findIndex((line) => /^\s*(?:error|message):/u.test(line))
  if (at === -1)
    return said
      .slice(0, 10)
      .map((line) => line.trim())
      .join('\n')
  const { indent = '', text = '' } =
    /^(?<indent>\s*)(?:error|message): ?(?<text>.*)$/u.exec(said[at] ?? '')?.groups ?? {}
  const rest = said.slice(at + 1)
  const end = rest.findIndex((line) => line.length - line.trimStart().length <= indent.length)
  const block = rest.slice(0, end === -1 ? rest.length : end).map((line) => line.trim())
  return text === '' || /^[|>]-?$/u.test(text)
    ? block.slice(0, 10).join('\n')
    : text.replace(/^(['"])(.*)\1$/u, '$2')
}
