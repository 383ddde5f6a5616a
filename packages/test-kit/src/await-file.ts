import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const lookEveryMs = 10
const giveUpMs = 60_000

/** Resolves when somebody has made the file: how a test learns that an agent is where it wants it. */
export async function awaitFile(path: string): Promise<void> {
  await awaitThat(() => existsSync(path), `nobody made ${path}`)
}

/** Resolves when something holds; throws with `otherwise` when it never does. */
export async function awaitThat(holds: () => boolean, otherwise: string): Promise<void> {
  const until = performance.now() + giveUpMs
  while (!holds()) {
    if (performance.now() > until) throw new Error(otherwise)
    await pause(lookEveryMs)
  }
}

/** Makes the file that somebody waits for. */
export function makeFile(path: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, '')
}
