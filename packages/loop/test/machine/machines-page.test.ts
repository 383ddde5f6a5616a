import { expect, test } from 'vitest'
import { gateRuns } from './gate-runs.ts'
import { renderMachines } from './render-machines.ts'
import { runs } from './run-runs.ts'
import { maxAttempts, unitRuns } from './unit-runs.ts'

test('the diagrams in the guide are those of the tables', async () => {
  const page = renderMachines([
    {
      title: 'Run',
      about:
        'From the lock to its release. The way out goes through publishing, so a branch shows what was done.',
      start: 'acquiring-lock',
      runs: runs.length,
      steps: runs.flat(),
    },
    {
      title: 'Gate',
      about: 'Unit by unit, as far as the run ref says that one is ready. Counted for three units.',
      start: 'reading-progress',
      runs: gateRuns.length,
      steps: gateRuns.flat(),
    },
    {
      title: 'Unit',
      about: `A commit stands right after verification that passed on its own tree. Counted for ${maxAttempts} attempts.`,
      start: 'writing-prompt',
      runs: unitRuns.length,
      steps: unitRuns.flat(),
    },
  ])
  await expect(page).toMatchFileSnapshot('../../../../docs/guide/machines.md')
})
