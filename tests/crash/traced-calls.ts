import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { copyRepo } from '../../packages/test-kit/src/index.ts'
import type { CrashWorld } from './crash-world.ts'
import { runTraced } from './run-traced.ts'

/** What brings bytes to disk, gives files their names, and starts processes: a run that nobody disturbs makes each as often as the last. */
export const calls = ['fsync', 'fdatasync', 'rename', 'clone'] as const

/** The n-th passing of a call in the thread of the driver that does all of its work. */
export interface Passing {
  readonly call: (typeof calls)[number]
  readonly nth: number
}

/** What is opened to be written: how many files are opened from another call on, up to it. */
export interface WriteOpen {
  readonly after: Passing
  readonly at: number
}

const writes = /\bO_(?:WRONLY|RDWR|CREAT)\b/u

/**
 * What strace wrote down of a run. `when=` of an injection counts every passing of a call, from 1, in each thread and process by itself,
 * whatever its arguments are. So an `openat` that writes cannot be counted, and its place among all of them moves: the driver
 * reads /proc, where as much lies as runs on the machine. Seen from the call before it, the place is the same.
 */
export function passingsOf(file: string): {
  readonly passings: readonly Passing[]
  readonly opens: readonly WriteOpen[]
} {
  const passings: Passing[] = []
  const opens: WriteOpen[] = []
  let at = 0
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const call = calls.find((name) => line.startsWith(`${name}(`))
    const after = passings.at(-1)
    if (call !== undefined) {
      passings.push({ call, nth: passings.filter((passing) => passing.call === call).length + 1 })
      at = 0
    } else if (line.startsWith('openat(')) {
      at += 1
      if (writes.test(line) && after !== undefined) opens.push({ after, at })
    }
  }
  return { passings, opens }
}

/** How many programs a run starts that nobody disturbs. */
export async function countStarts({ template }: CrashWorld): Promise<number> {
  const repo = copyRepo(template)
  try {
    const file = join(repo.outside, 'calls.txt')
    await runTraced(['-o', file, '-e', 'trace=clone'], repo)
    return passingsOf(file).passings.length
  } finally {
    repo.remove()
  }
}
