/** The closed value sets of the formats. Source: docs/guide/formats.md; order is the order of life where there is one. */
export const featureStatuses = ['planned', 'active', 'blocked', 'deferred', 'done', 'abandoned'] as const
export const gateStatuses = ['open', 'awaiting_review', 'passed'] as const
export const unitStatuses = [
  'draft',
  'pending',
  'ready',
  'in_progress',
  'in_review',
  'done',
  'blocked_human',
  'abandoned',
] as const
export const unitTypes = [
  'implementation',
  'qa_authoring',
  'qa_execution',
  'qa_curation',
  'close',
  'close-intermediate',
  'plan-next',
  'retrospective',
  'lessons',
  'docs',
] as const
export const efforts = ['low', 'medium', 'high', 'xhigh', 'max'] as const
export const autonomies = ['auto', 'review', 'supervised'] as const
export const verdicts = ['met', 'met_locally', 'partially_met', 'not_met'] as const

export type FeatureStatus = (typeof featureStatuses)[number]
export type GateStatus = (typeof gateStatuses)[number]
export type UnitStatus = (typeof unitStatuses)[number]
export type UnitType = (typeof unitTypes)[number]
export type Effort = (typeof efforts)[number]
export type Autonomy = (typeof autonomies)[number]
export type Verdict = (typeof verdicts)[number]

/** The unit types that end a gate. The last three are the older, longer closing sequence. */
export const closingTypes: readonly UnitType[] = [
  'close',
  'close-intermediate',
  'plan-next',
  'retrospective',
  'lessons',
  'docs',
]

/** Whether a unit of this type ends a gate instead of doing a part of the feature. */
export function isClosingType(type: UnitType): boolean {
  return closingTypes.includes(type)
}

/** The statuses of a unit that has not been given to an agent yet: its text is still a prompt to come. */
export const promptStatuses: readonly UnitStatus[] = ['draft', 'pending', 'ready']

/** The sections that the prompt of a unit must have, in the order in which they are read. */
export const mandatorySections = [
  'Context',
  'Acceptance criteria',
  'Do not touch',
  'Verification',
  'Escalation triggers',
] as const
