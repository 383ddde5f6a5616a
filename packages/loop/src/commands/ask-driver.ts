import { AppError, exitCodes } from '@gatecycle/diagnostics'
import { describeHolder, type LockRecord } from '../adapters/state/lock.ts'
import { readRequest, removeRequest, writeRequest } from '../adapters/state/requests.ts'
import { readHolding, signalHolder } from '../adapters/state/unlock.ts'
import type { World } from '../effects/world.ts'
import type { CommandResult } from './command-result.ts'
import { refuseAgents, type LoopIo } from './human.ts'
import { openChosenWorld } from './open-chosen-world.ts'
import type { CommonOptions } from './options.ts'

export interface StopOptions extends CommonOptions {
  readonly now: boolean
}

type Ask = 'stop' | 'pause' | 'resume'

/** `loop stop`: asks the driver to end after the unit in flight; with `--now` as Ctrl-C in its terminal does. */
export async function stop(io: LoopIo, options: StopOptions): Promise<CommandResult> {
  return askDriver(io, options, 'stop', (world, record) => {
    if (!options.now) return request(world, record, 'stop')
    if (signalHolder(record, 'SIGINT'))
      return `SIGINT was sent to pid ${record.pid}: it keeps what the agent did, and ends`
    throw new AppError('DRIVER_GONE', `pid ${record.pid} ended at this moment`, {
      hint: `loop status ${world.featureId}`,
      exitCode: exitCodes.refused,
    })
  })
}

/** `loop pause`: the driver finishes the unit in flight, then waits; the arm stays as it is. */
export async function pause(io: LoopIo, options: CommonOptions): Promise<CommandResult> {
  return askDriver(io, options, 'pause', (world, record) => request(world, record, 'pause'))
}

/** `loop resume`: takes a pause back. */
export async function resume(io: LoopIo, options: CommonOptions): Promise<CommandResult> {
  return askDriver(io, options, 'resume', ({ paths }, record) => {
    const asked = readRequest(paths.request, record.token)
    if (asked === 'pause') removeRequest(paths.request)
    return asked === 'pause' ? `pid ${record.pid} goes on` : `pid ${record.pid} is not paused: nothing to do`
  })
}

function request({ paths }: World, record: LockRecord, kind: 'stop' | 'pause'): string {
  if (record.command !== 'loop run') {
    throw new AppError('NOT_A_RUN', `${describeHolder(record)} is no run: it takes no requests`, {
      hint: 'wait for it, or end it in its own terminal',
      exitCode: exitCodes.lockHeld,
    })
  }
  writeRequest(paths.request, { kind, token: record.token })
  const what = kind === 'stop' ? 'ends' : 'waits'
  return `pid ${record.pid} ${what} after the unit in flight`
}

async function askDriver(
  io: LoopIo,
  options: CommonOptions,
  command: Ask,
  act: (world: World, record: LockRecord) => string,
): Promise<CommandResult> {
  refuseAgents(io.env, `to ${command} a run`)
  const world = await openChosenWorld(io, options, `loop ${command}`)
  const holding = readHolding(world.paths.lock)
  const isThere = holding.kind === 'held' && holding.liveness !== 'dead'
  if (!isThere) return nobodyRuns(world, command)
  if (holding.liveness === 'undecidable') {
    throw new AppError(
      'HOLDER_ELSEWHERE',
      `the driver is not on this machine: ${describeHolder(holding.record)}`,
      {
        hint: `type loop ${command} there; if it is gone for good: loop unlock ${world.featureId}`,
        exitCode: exitCodes.lockHeld,
      },
    )
  }
  const message = act(world, holding.record)
  const next = command === 'pause' ? `loop resume ${world.featureId}` : `loop status ${world.featureId}`
  return {
    command,
    exitCode: exitCodes.ok,
    outcome: 'asked',
    message,
    feature: world.featureId,
    next,
    text: `${message}\nnext: ${next}\n`,
  }
}

function nobodyRuns({ featureId }: World, command: Ask): CommandResult {
  const message = `no driver works on ${featureId}`
  const next = `loop run ${featureId}`
  return {
    command,
    exitCode: exitCodes.refused,
    outcome: 'nobody-runs',
    message,
    feature: featureId,
    next,
    text: `${message}\nnext: ${next}\n`,
  }
}
