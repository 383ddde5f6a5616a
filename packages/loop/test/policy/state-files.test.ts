import { expect, test } from 'vitest'
import { judgeStateFile } from '../../src/policy/state-files.ts'

const folder = '.gatecycle/features/FEAT-2026-0007-greeting'
const context = {
  stateRoot: '.gatecycle',
  featurePath: folder,
  type: 'plan-next',
  ownFile: `${folder}/WU-02-plan.md`,
  gate: 1,
  nextGateFile: 'GATE-02.md',
} as const

/** A text that could not be read would be judged by nobody. */
test.each(['WU-\n05.md', 'WU-05.md\n', 'WU-05\r.md', 'WU-caf\uDCE9.md', 'WU-\u0085.md'])(
  'plan-next may draft no file named %j, whatever is in it',
  (name) => {
    expect(judgeStateFile(`${folder}/${name}`, context, { before: undefined, after: undefined })).toBe(
      'tampering',
    )
  },
)

test('plan-next may draft a file with letters beyond ASCII', () => {
  const after = '---\nstatus: draft\n---\n# X\n'
  expect(judgeStateFile(`${folder}/WU-größe.md`, context, { before: undefined, after })).toBe('allowed')
})
