import { plural } from '@gatecycle/diagnostics'
import type { Feature, FrontMatterValue, Gate, Unit } from '@gatecycle/plan-model'

/** What history and log say of the units, by id. */
export interface Landed {
  /** Units with a commit of their own that nobody took back. */
  readonly byCommit: ReadonlyMap<string, LandedCommit>
  /** Units of which the log says that they landed, and does not say that they were undone. */
  readonly byLog: ReadonlySet<string>
}

/** What the trailers of a unit's commit say. */
export interface LandedCommit {
  readonly commit: string
  readonly attempt: number
}

/** Where the front matter of a unit says something else than commits and log. */
export interface Difference {
  readonly unit: Unit
  readonly gate: Gate
  readonly text: string
  /** What the front matter has to say instead; undefined where a person has to look. */
  readonly edits: Readonly<Record<string, FrontMatterValue>> | undefined
  readonly landed: LandedCommit | undefined
}

/** Every difference, in the order of the graph. Pure. */
export function compareBooks(feature: Feature, landed: Landed): readonly Difference[] {
  return feature.gates.flatMap((gate) =>
    gate.units.flatMap((unit) => {
      const difference = compareUnit(unit, landed)
      if (difference === undefined) return []
      const isOver = feature.status === 'done' || gate.status === 'passed'
      return [toDifference({ unit, gate, ...difference }, isOver)]
    }),
  )
}

type Found = Pick<Difference, 'text' | 'edits' | 'landed'>

function compareUnit(
  { id, fileName, status, attempts }: Unit,
  { byCommit, byLog }: Landed,
): Found | undefined {
  const landed = byCommit.get(id)
  if (status === 'done' && landed === undefined) {
    if (byLog.has(id)) return undefined
    const text = `${fileName} says done, but no commit and no line of the log tells that ${id} landed`
    return { text, edits: { status: 'pending' }, landed }
  }
  if (landed === undefined) return undefined
  const edits = { status: 'done', attempts: landed.attempt }
  if (status !== 'done') {
    const said = status.replaceAll('_', ' ')
    return { text: `${fileName} says ${said}, but a commit of ${id} is in the history`, edits, landed }
  }
  if (attempts === landed.attempt) return undefined
  const text = `${fileName} says ${plural(attempts, 'attempt')}, but ${id} landed with attempt ${landed.attempt}`
  return { text, edits: { attempts: landed.attempt }, landed }
}

/** A gate that a person passed is not opened again by books alone. */
function toDifference(found: Difference, isOver: boolean): Difference {
  if (!isOver || found.landed !== undefined) return found
  return { ...found, edits: undefined, text: `${found.text}; its gate is passed: look at it yourself` }
}
