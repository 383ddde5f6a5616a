import { findSection, promptStatuses, type VerificationEntry } from '@gatecycle/plan-model'
import { viewUnits, type UnitView } from '../plan-view.ts'
import type { Finding, Rule } from '../rule.ts'

export const requireVerificationReference: Rule = {
  code: 'PL403',
  name: 'require-verification-reference',
  severity: 'warning',
  summary:
    'The Verification section of a unit names the commands that ask to be named (`wu_must_reference`).',
  judges: 'open-features',

  *check(folder, { verification }) {
    if (verification === undefined || verification === 'missing') return
    const wanted = (verification.sets.get('code') ?? []).filter(({ mustBeReferenced }) => mustBeReferenced)
    if (wanted.length === 0) return
    for (const unit of viewUnits(folder)) yield* checkUnit(unit, wanted)
  },
}

function* checkUnit(
  { file, status, type }: UnitView,
  wanted: readonly VerificationEntry[],
): Iterable<Finding> {
  if (file === undefined || status === undefined || !promptStatuses.includes(status)) return
  const section = findSection(file, 'Verification')
  if (type !== 'implementation' || section === undefined || speaksOfAll(section.text)) return
  for (const entry of wanted.filter((one) => !isNamed(one, section.text))) {
    yield {
      file: file.name,
      range: section.range,
      message: `the Verification section does not name "${entry.name}"`,
      hint: `say what it has to show here, for example: \`${commandOf(entry)}\` exits 0`,
    }
  }
}

/** `all gates`, `the whole set`, `every command of verification.yml` stand for each of them. */
function speaksOfAll(text: string): boolean {
  return /\b(?:all|every|entire|full|whole)\b[^.\n]{0,24}\b(?:gate|set|command|check|verification)s?\b/iu.test(
    text,
  )
}

function isNamed(entry: VerificationEntry, text: string): boolean {
  const words: readonly string[] = text.toLowerCase().match(/[\p{L}\p{N}_.:/@-]+/gu) ?? []
  return words.includes(entry.name.toLowerCase()) || text.includes(commandOf(entry))
}

function commandOf({ argv, shell }: VerificationEntry): string {
  return argv?.join(' ') ?? shell ?? ''
}
