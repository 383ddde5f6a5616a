/** A commit that stands on one side only. */
export interface SideCommit {
  readonly id: string
  readonly subject: string
  /** The unit that it landed, as `T01`; undefined for every other commit. */
  readonly unit: string | undefined
  /** Whether the other side has the same change. */
  readonly isOnBothSides: boolean
}

/** Where branch and run ref stand to each other: what git says, and nothing about why. */
export interface BranchSurvey {
  readonly branch: string | undefined
  readonly runRef: string | undefined
  /** Where the driver last brought the branch to. */
  readonly published: string | undefined
  readonly relation: 'same' | 'behind' | 'ahead' | 'parted' | 'one-is-missing'
  /** Whether the branch stands on an earlier commit than it once had. */
  readonly movedBack: boolean
  /** From the oldest; filled where the two have parted or the branch was moved back. */
  readonly onlyOnBranch: readonly SideCommit[]
  readonly onlyOnRunRef: readonly SideCommit[]
  /** Whether every file that the driver's commits changed is on the branch as they left it. */
  readonly contentIsOnBranch: boolean
}

export type BranchCause =
  | 'missing'
  | 'new'
  | 'in-step'
  | 'waiting'
  | 'ahead'
  | 'deleted'
  | 'moved-back'
  | 'rebased'
  | 'squashed'
  | 'driven-elsewhere'
  | 'rewritten'

/** What ordinary git life has done to the branch. Pure. */
export function judgeBranch(survey: BranchSurvey): BranchCause {
  const { branch, runRef, published, relation, movedBack } = survey
  if (runRef === undefined) return branch === undefined ? 'missing' : 'new'
  if (branch === undefined) return published === undefined ? 'waiting' : 'deleted'
  if (relation === 'same') return 'in-step'
  if (relation === 'ahead') return 'ahead'
  if (relation === 'behind') return movedBack ? 'moved-back' : 'waiting'
  return causeOfParting(survey)
}

function causeOfParting({ onlyOnBranch, onlyOnRunRef, contentIsOnBranch }: BranchSurvey): BranchCause {
  if (onlyOnRunRef.every(({ isOnBothSides }) => isOnBothSides)) return 'rebased'
  if (contentIsOnBranch) return 'squashed'
  const theirs = onlyOnBranch.some(({ unit, isOnBothSides }) => unit !== undefined && !isOnBothSides)
  return theirs ? 'driven-elsewhere' : 'rewritten'
}

/** Whether the branch can be followed without asking: everything that was verified is in it. */
export function losesNothing(cause: BranchCause): boolean {
  return cause === 'ahead' || cause === 'new' || cause === 'rebased' || cause === 'squashed'
}

/** Whether the driver does not go on before `loop resync`. Pure. */
export function isToResync(survey: BranchSurvey): boolean {
  const cause = judgeBranch(survey)
  return needsChoice(cause) || cause === 'rebased' || cause === 'squashed'
}

/** Whether a person has to say which side counts. */
export function needsChoice(cause: BranchCause): boolean {
  return ['deleted', 'moved-back', 'driven-elsewhere', 'rewritten'].includes(cause)
}
