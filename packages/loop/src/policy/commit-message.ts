import { findSection, type Unit, type UnitType } from '@gatecycle/plan-model'
import type { VerificationReport } from '../machine/unit-attempt.ts'
import { fillSubject } from './subject-template.ts'
import { booksProofOf, oneLine, proofOf, renderMessage, type MessageParts } from './unit-message.ts'

export interface UnitCommitFacts {
  readonly unit: Unit
  /** What the subject is made from. */
  readonly template: string
  readonly gate: number
  readonly attempt: number
  readonly agent: string
  readonly armId: string
  readonly planDigest: string
  readonly verification: VerificationReport
  readonly tree: string
  /** Digest of what the unit changes, wherever it is applied. */
  readonly change: string
  readonly eventLog: string
  readonly costUsd: number | undefined
  readonly containment: string
  /** Whether ignored files (dependencies, caches) came from the operator's checkout. */
  readonly sharesIgnored: boolean
  /** Whether it ran in a fresh worktree that held the tree and nothing else. */
  readonly cleanRoom: boolean
}

const subjectTypes: Readonly<Partial<Record<UnitType, string>>> = {
  qa_authoring: 'test',
  qa_execution: 'test',
  qa_curation: 'test',
  close: 'docs',
  'close-intermediate': 'docs',
  'plan-next': 'docs',
  retrospective: 'docs',
  lessons: 'docs',
  docs: 'docs',
}

/** The words of a unit's commit: subject, acceptance criteria, trailers. */
export function wordCommit(facts: UnitCommitFacts): MessageParts {
  const { unit, verification } = facts
  const values = {
    type: subjectTypes[unit.type] ?? 'feat',
    title: unit.title,
    unit: unit.id,
    gate: facts.gate,
  }
  const subject = fillSubject(facts.template, values)
  const body = bodyOf(unit)
  const trailers = [
    ['Feature', unit.id],
    ['Gate', String(facts.gate)],
    ['Attempt', String(facts.attempt)],
    ['Agent', facts.agent],
    ['Arm', facts.armId],
    ['Plan-Digest', facts.planDigest],
    ['Verified', describeVerified(facts)],
    ['Verified-Tree', facts.tree],
    ['Change-Digest', facts.change],
    ['Verification-Digest', verification.digest],
    ['Event-Log', facts.eventLog],
    ...(facts.costUsd === undefined ? [] : [['Cost-USD', facts.costUsd.toFixed(4)] as const]),
    ['Containment', facts.containment],
  ].map(([name = '', value = '']) => [name, oneLine(value)] as const)
  return { subject, body, trailers }
}

/** The message as it is committed: its last trailer proves the others, the words, and the tree. */
export function sealMessage(parts: MessageParts, tree: string): string {
  const proof = proofOf({ tree, ...parts })
  return renderMessage({ ...parts, trailers: [...parts.trailers, ['Proof', proof]] })
}

/** The acceptance criteria. A line of dashes would end the message for `git interpret-trailers` and `git am`, so it is moved in. */
function bodyOf({ file }: Unit): string {
  const text = findSection(file, 'Acceptance criteria')?.text ?? ''
  return text.replaceAll(/\r\n?/gu, '\n').replaceAll(/^---/gmu, ' ---').trim()
}

/** `tests=0 lint=0`: each command and its exit code. */
function describeVerified({ verification, sharesIgnored, cleanRoom }: UnitCommitFacts): string {
  const answers = verification.results.map(({ name, answer }) => `${name}=${answer}`).join(' ')
  if (cleanRoom) return `${answers} (clean room)`
  return sharesIgnored ? `${answers} (ignored files shared)` : answers
}

/** The message of a commit that only keeps the books; its last trailer proves the words and the others. */
export function buildBookkeepingMessage(
  subject: string,
  trailers: readonly (readonly [string, string])[],
): string {
  const words = trailers.map(([name, value]) => [name, oneLine(value)] as const)
  const parts = { subject: oneLine(subject), body: '', trailers: words }
  return renderMessage({ ...parts, trailers: [...words, ['Books', booksProofOf(parts)]] })
}
