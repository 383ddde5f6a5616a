import { AsyncLocalStorage } from 'node:async_hooks'
import { subscribe } from 'node:diagnostics_channel'
import { watchFaultPoints } from '../../packages/loop/src/adapters/system/fault-point.ts'

/** Where a schedule comes in between two steps of the driver. */
export interface Moments {
  /** A step of the driver is about to be done: git is asked, a process is started, or a point of a machine is passed. */
  readonly pass: (name: string) => void
  /** The same at the points of the machines only; throws `Killed` where the driver is to die. */
  readonly point: (name: string) => void
}

/** Stands for the end of a driver that was killed: nothing catches it. */
export class Killed extends Error {}

const current = new AsyncLocalStorage<Moments>()

watchFaultPoints((name) => {
  current.getStore()?.pass(name)
  // Most of git runs in a shell that is there already, and most answers come from a git that is: neither starts a process.
  if (!name.startsWith('git/')) current.getStore()?.point(name)
})
// Node says of every process that it is about to be started; our own, which operators need, are started in another way.
subscribe('child_process', () => current.getStore()?.pass('process'))

/** Does something of the driver, with a say at each of its moments. */
export async function withMoments<T>(moments: Moments, work: () => Promise<T>): Promise<T> {
  return current.run(moments, work)
}
