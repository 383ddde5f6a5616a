import {
  lineShape,
  longestShapedLine,
  type LineShape,
  type OlderEvent,
  type SealedEvent,
} from '@gatecycle/event-schema'

/**
 * Shapes of the lines that a log consists of, learned from those that were found to be valid: most lines of a long log
 * have one of a few, and one regular expression tells that nothing is wrong with them several times faster than to parse
 * and check them.
 */
export interface KnownShapes {
  /** The shape of the line at `at`; its pattern then knows where the line ends. Undefined where somebody has to look closer. */
  readonly find: (text: string, at: number) => LineShape | undefined
  /** A line that is valid, and that had no shape. */
  readonly learn: (event: SealedEvent | OlderEvent) => void
}

/** The shapes of one event type. */
interface TypeShapes {
  /** The one that was found last comes first. */
  readonly shapes: LineShape[]
  readonly sources: Set<string>
  /** How many lines had no shape, and how many had one: where shapes do not help they are not tried for long. */
  unknown: number
  found: number
}

const typeMark = '"event_type":'
const blank = 32
/** A shape costs as much as a dozen lines: a short log is read without. */
const learnAfter = 32
const learnUpTo = 200
const mostShapes = 4

/** No shape is known yet. */
export function createKnownShapes(): KnownShapes {
  const types = new Map<string, TypeShapes>()
  // where the next event type stands in a text: a text is searched only once, even if its lines have none
  let searched = ''
  let markAt = 0
  return {
    find(text, at) {
      if (types.size === 0) return undefined
      if (text !== searched || markAt < at) markAt = indexOrEnd(text, at)
      searched = text
      const known = types.get(typeAt(text, markAt + typeMark.length))
      return known && findShape(known, text, at)
    },
    learn(event) {
      const known = types.get(event.event_type) ?? { shapes: [], sources: new Set(), unknown: 0, found: 0 }
      types.set(event.event_type, known)
      known.unknown += 1
      if (known.unknown > learnAfter && known.unknown < learnUpTo) learnShape(known, event)
    },
  }
}

function indexOrEnd(text: string, at: number): number {
  const found = text.indexOf(typeMark, at)
  return found === -1 ? text.length : found
}

function typeAt(text: string, at: number): string {
  const start = text.charCodeAt(at) === blank ? at + 2 : at + 1
  return text.slice(start, text.indexOf('"', start))
}

function findShape(known: TypeShapes, text: string, at: number): LineShape | undefined {
  const { shapes, found, unknown } = known
  if (unknown > learnUpTo + found) return undefined
  for (let index = 0; index < shapes.length; index += 1) {
    const shape = shapes[index]
    if (shape !== undefined && isOfShape(shape, text, at)) {
      if (index > 0) shapes.unshift(...shapes.splice(index, 1))
      known.found += 1
      return shape
    }
  }
  return undefined
}

function isOfShape({ pattern }: LineShape, text: string, at: number): boolean {
  pattern.lastIndex = at
  return pattern.test(text) && pattern.lastIndex - at <= longestShapedLine
}

function learnShape({ shapes, sources }: TypeShapes, event: SealedEvent | OlderEvent): void {
  if (shapes.length === mostShapes) return
  const shape = lineShape(event)
  if (shape === undefined || sources.has(shape.pattern.source)) return
  sources.add(shape.pattern.source)
  shapes.push(shape)
}
