import type { GateEvent } from '../../machine/gate-state.ts'
import type { World } from '../world.ts'

/** What a person asked for while a unit ran: an end, or a pause that lasts until it is taken back. */
export async function heedRequests({ requests, stopping, report }: World): Promise<GateEvent> {
  let isTold = false
  for (;;) {
    const reason = stopping.reason()
    if (reason !== undefined) return { type: 'interrupted', signal: reason }
    const request = requests.read()
    if (request === undefined) return { type: 'nothing-requested' }
    if (request === 'stop') {
      requests.clear()
      return { type: 'stop-requested' }
    }
    if (!isTold) report('paused: loop resume goes on, loop stop ends the run')
    isTold = true
    await requests.changed(stopping.signal)
  }
}
