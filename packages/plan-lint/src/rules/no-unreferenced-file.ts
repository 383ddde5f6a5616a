import { startOfFile } from '@gatecycle/diagnostics'
import { viewGates, viewUnits } from '../plan-view.ts'
import type { Rule } from '../rule.ts'

export const noUnreferencedFile: Rule = {
  code: 'PL011',
  name: 'no-unreferenced-file',
  severity: 'warning',
  summary: 'Every gate and unit file in the folder is named by the task graph.',
  judges: 'open-features',

  *check(folder) {
    const { graph, gates, units } = folder
    // A graph that could not be read names nothing; that is said elsewhere.
    if (graph.gates.length === 0 || graph.problems.length > 0) return
    const named = new Set([...viewGates(folder), ...viewUnits(folder)].map(({ entry }) => entry.file?.value))
    for (const name of [...gates.keys(), ...units.keys()]) {
      if (named.has(name)) continue
      yield {
        file: name,
        range: startOfFile,
        message: `the task graph does not name ${name}, so it is never read`,
        hint: 'add it to the task graph in PLAN.md, or delete it',
      }
    }
  },
}
