import { rmSync } from 'node:fs'
import { AppError, exitCodes } from '@gatecycle/diagnostics'
import type { UnitEvent } from '../../machine/unit-state.ts'
import type { Journal, JournalContent, UnitIntent } from '../../ports.ts'
import { openDurableLines, readIfThere, replaceDurably } from '../system/durable-file.ts'

/** The journal as a file of JSON lines: the intent first, then one line for each event of the unit's machine. */
export function createJournal(path: string): Journal {
  const lines = openDurableLines(path)
  return {
    begin: async (intent, start) => {
      lines.letGo()
      replaceDurably(path, `${JSON.stringify({ intent, start })}\n`)
    },
    append: async (event) => lines.append(`${JSON.stringify({ event })}\n`),
    read: async () => readJournal(path),
    clear: async () => {
      lines.letGo()
      rmSync(path, { force: true })
    },
  }
}

/** What the file holds; a last line without its end was being written when the driver died, and never counted. */
function readJournal(path: string): JournalContent | undefined {
  const text = readIfThere(path)
  if (text === undefined) return undefined
  const whole = text.slice(0, text.lastIndexOf('\n') + 1)
  const [head, ...events] = whole
    .split('\n')
    .filter((line) => line !== '')
    .map((line, index) => parseLine(path, line, index))
  if (head?.intent === undefined) return undefined
  return {
    intent: head.intent,
    start: head.start,
    events: events.map(({ event }) => event).filter((event) => event !== undefined),
  }
}

interface JournalLine {
  readonly intent?: UnitIntent
  readonly start?: unknown
  readonly event?: UnitEvent
}

function parseLine(path: string, line: string, index: number): JournalLine {
  try {
    // Written by this file only; a line that is no JSON means that the disk or somebody else changed it.
    return JSON.parse(line) as JournalLine
  } catch (error) {
    throw new AppError('JOURNAL_DAMAGED', `${path}:${index + 1} is not readable`, {
      hint: 'the run worktree and the run ref are untouched; move the file away to start the unit in flight anew',
      exitCode: exitCodes.damaged,
      cause: error,
    })
  }
}
