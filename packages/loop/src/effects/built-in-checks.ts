import { dirname } from 'node:path'
import { renderOneLine } from '@gatecycle/diagnostics'
import { isSealedLog } from '@gatecycle/event-schema'
import { lintFeature, readFeatureFolder, verificationName } from '@gatecycle/plan-lint'
import { readIfThere } from '../adapters/system/durable-file.ts'
import { checkClosing } from '../policy/check-closing.ts'
import type { UnitSubject, World } from './world.ts'

/** The checks that the driver does itself, on the files of the run worktree. */
export function builtInChecks(absolute: (path: string) => string): World['builtIn'] {
  return {
    'plan-lint': async ({ plan }) => {
      const folder = readFeatureFolder(absolute(plan.path))
      const stateRoot = dirname(dirname(plan.path))
      const pathOf = (name: string): string =>
        name === verificationName ? `${stateRoot}/verification.yml` : `${plan.path}/${name}`
      return lintFeature(folder, {
        verification: plan.verification,
        hasSealedLog: () => isSealedLog(plan.log),
        pathOf,
      })
        .filter(({ severity }) => severity === 'error')
        .map(renderOneLine)
    },
    'closing-check': async (subject) => checkClosingFiles(subject, absolute),
  }
}

async function checkClosingFiles(
  { plan, gate, unit }: UnitSubject,
  absolute: (path: string) => string,
): Promise<readonly string[]> {
  const folder = readFeatureFolder(absolute(plan.path))
  const gates = folder.graph.gates
  const index = gates.findIndex(({ number }) => number?.value === gate.number)
  return checkClosing({
    type: unit.type,
    gate: gate.number,
    terminal: gate.terminal,
    read: (name) => readIfThere(absolute(`${plan.path}/${name}`)),
    unitFile: unit.fileName,
    nextGateHasUnits: (gates[index + 1]?.units.length ?? 0) > 0,
  })
}
