import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { sealEvent, type ChainHead, type UnsealedEvent } from '@gatecycle/event-schema'
import { runCli, type ValidateIo } from '@gatecycle/validate-event'
import { onTestFinished } from 'vitest'

/** An event that can be sealed, with another place in time for each number. */
export function eventNumber(number: number): UnsealedEvent {
  return {
    timestamp: new Date(Date.UTC(2026, 0, 31, 9, 0, number)).toISOString(),
    correlation_id: 'FEAT-2026-0007/T01',
    event_type: 'prompt_written',
    source: 'driver',
    source_version: '0.1.0',
    payload: { attempt: 1, sha256: `sha256:${String(number).padStart(64, 'a')}`, bytes: number },
  }
}

/** The lines (each with its newline) of a sealed log of so many events. */
export function sealedLines(count: number): readonly string[] {
  return sealEvents(Array.from({ length: count }, (_, number) => eventNumber(number)))
}

/** The lines of a sealed log of events of any kind: whether they are valid is not looked at. */
export function sealEvents(events: readonly object[]): readonly string[] {
  let head: ChainHead | undefined
  return events.map((event) => {
    // a test may seal what the types do not allow
    const sealed = sealEvent(head, event as UnsealedEvent)
    head = sealed.head
    return sealed.line
  })
}

interface Given {
  readonly stdin?: string | Uint8Array
  readonly files?: Readonly<Record<string, string | Uint8Array>>
  /** Files in folders. */
  readonly folders?: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
}

/** Runs the command on standard input, or on files written into a folder of its own, and gives back what it printed. */
export async function run(
  argv: readonly string[],
  given: Given = {},
): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  const cwd = mkdtempSync(join(tmpdir(), 'validate-event-'))
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }))
  for (const [name, content] of Object.entries({ ...given.files, ...given.folders })) {
    mkdirSync(dirname(join(cwd, name)), { recursive: true })
    writeFileSync(join(cwd, name), content)
  }
  const printed = { stdout: '', stderr: '' }
  const io: ValidateIo = {
    cwd,
    env: given.env ?? {},
    stdout: (text) => void (printed.stdout += text),
    stderr: (text) => void (printed.stderr += text),
    isTerminal: { stdin: given.stdin === undefined, stdout: false, stderr: false },
    readStdin: () => [Buffer.from(given.stdin ?? '')],
  }
  return { exitCode: await runCli(argv, io), ...printed }
}
