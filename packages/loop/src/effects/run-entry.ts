import type { RunMark } from '@gatecycle/agents'
import type { VerificationEntry } from '@gatecycle/plan-model'
import { runVerificationCommand } from '../adapters/verification/verification-runner.ts'
import type { Config } from '../config/config.ts'
import type { CommandResult } from '../policy/command-result.ts'
import type { World } from './world.ts'

interface EntryRun {
  readonly set: string
  readonly entry: VerificationEntry
  readonly directory: string
  readonly outputFile?: string
  /** By which what it starts is found again; the run's where it runs alone. */
  readonly mark?: RunMark | undefined
}

/** One command of verification.yml as this run may run it: its variables, its containment, its mark. */
export async function runEntry(run: EntryRun, config: Config, world: World): Promise<CommandResult> {
  return runVerificationCommand({
    ...run,
    outputFilter: world.redactStream,
    env: world.env,
    pass: config.env.pass,
    drop: config.env.drop,
    mark: run.mark ?? world.mark,
    signal: world.stopping.signal,
    containment: await world.containment(config),
  })
}
