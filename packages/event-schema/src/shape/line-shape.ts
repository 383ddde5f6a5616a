import type { OlderEvent, SealedEvent } from '../events.ts'
import { shapeSchemas } from '../generated/shape-schemas.ts'
import { longestShapedLine } from './scalar-shape.ts'
import type { ShapeSchema } from './shape-schema.ts'
import { valueShape } from './value-shape.ts'

/** How lines of one kind are written. */
export interface LineShape {
  /**
   * Matches at `lastIndex` a whole line with its newline, in a text whose characters are bytes (latin1) and which is
   * UTF-8 as a whole.
   */
  readonly pattern: RegExp
  /**
   * Such a line ends with `,"seq":<number>,"prev":"<hash>","hash":"<hash>"}`, without blanks, where a hash is `sha256:` and
   * any number of hex digits: which they are is not looked at.
   */
  readonly isSealed: boolean
}

const seal = ['schema', 'seq', 'prev', 'hash']
const anyHash: ShapeSchema = { type: 'string', pattern: '^sha256:[0-9a-f]*$' }
const deepest = 8
const longestSource = 16_000
let schemas: ReturnType<typeof shapeSchemas> | undefined

/**
 * The shape of a line that was found to be valid. `checkEvent` finds nothing wrong with any line of this shape that has at
 * most `longestShapedLine` bytes: not a name twice, not a number too large, nothing that the schemas do not admit. `prev`
 * and `hash` are left to whoever follows the chain.
 */
export function lineShape(event: SealedEvent | OlderEvent): LineShape | undefined {
  const isSealed = 'schema' in event
  if (isSealed && Object.keys(event).slice(-seal.length).join() !== seal.join()) return undefined
  const schema = schemaOf(event.event_type, isSealed)
  const source = valueShape(schema, event, {
    offsets: isSealed ? 'utc' : 'any',
    mayHaveBlanks: !isSealed,
    $defs: schema.$defs ?? {},
    depth: deepest,
  })
  if (source === undefined || source.length > longestSource) return undefined
  return { pattern: new RegExp(String.raw`${source}\n`, 'y'), isSealed }
}

/** The envelope with the payload of one type, which is known to be one of its version. */
function schemaOf(type: string, isSealed: boolean): ShapeSchema {
  schemas ??= shapeSchemas()
  const { envelope, payloads } = schemas[isSealed ? 1 : 0]
  const payload = payloads[type] ?? envelope.properties?.['payload'] ?? {}
  const hashes: Record<string, ShapeSchema> = isSealed ? { prev: anyHash, hash: anyHash } : {}
  const properties = { ...envelope.properties, ...hashes, event_type: { const: type }, payload }
  return { ...envelope, properties, $defs: payload.$defs ?? {} }
}

export { longestShapedLine }
