import { startOfFile } from '@gatecycle/diagnostics'
import { findSection, mandatorySections, promptStatuses } from '@gatecycle/plan-model'
import { viewUnits } from '../plan-view.ts'
import type { Rule } from '../rule.ts'

export const requireSection: Rule = {
  code: 'PL301',
  name: 'require-section',
  severity: 'error',
  summary: 'The prompt of a unit that has yet to run has the five sections, each with text.',
  judges: 'open-features',

  *check(folder) {
    for (const { file, status } of viewUnits(folder)) {
      if (file === undefined || status === undefined || !promptStatuses.includes(status)) continue
      for (const name of mandatorySections) {
        const section = findSection(file, name)
        if (section !== undefined && section.text !== '') continue
        yield {
          file: file.name,
          range: section?.range ?? startOfFile,
          message: section === undefined ? `section "${name}" is missing` : `section "${name}" is empty`,
          hint: `write "**${name}.**" followed by ${contents[name]}`,
        }
      }
    }
  },
}

const contents = {
  Context: 'what the agent must know to start: files, decisions, the state of things',
  'Acceptance criteria': 'a numbered list of what will be true and how it is seen',
  'Do not touch': 'the paths and decisions that are out of bounds',
  Verification: 'the commands that decide whether the unit is done',
  'Escalation triggers': 'the cases in which the agent stops and asks',
} as const satisfies Record<(typeof mandatorySections)[number], string>
