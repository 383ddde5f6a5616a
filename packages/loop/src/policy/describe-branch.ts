import { judgeBranch, losesNothing, needsChoice, type BranchSurvey, type SideCommit } from './judge-branch.ts'

interface Named {
  readonly branch: string
  readonly featureId: string
}

/** What a screen has room for, of each side. */
const shownCommits = 5

/** The cause in one sentence. */
export function describeCause(survey: BranchSurvey, { branch }: Named): string {
  const units = unitsOf(survey.onlyOnRunRef)
  const landed = units.length === 0 ? '' : ` (${units.join(', ')})`
  return {
    missing: `branch ${branch} does not exist`,
    new: `${branch} was never run from here`,
    'in-step': `${branch} is where the driver left it`,
    waiting: `${branch} does not show the last verified commits yet`,
    ahead: `${branch} has commits on top of what the driver left`,
    deleted: `${branch} was deleted; what the driver committed is still here`,
    'moved-back': `${branch} was reset to an earlier commit than it had: it lost commits of the driver${landed}`,
    rebased: `${branch} was rebased: it has every commit of the driver under another id`,
    squashed: `${branch} was squash-merged or rewritten: it has everything that the driver committed, in other commits`,
    'driven-elsewhere': `${branch} was force-pushed or pulled from where another driver ran the same feature`,
    rewritten: `${branch} was rewritten (reset, rebased or force-pushed): it lacks commits of the driver${landed}`,
  }[judgeBranch(survey)]
}

/** What stands where, as lines of one screen. */
export function describeSides(survey: BranchSurvey, { branch }: Named): readonly string[] {
  const cause = judgeBranch(survey)
  if (!needsChoice(cause) && cause !== 'rebased' && cause !== 'squashed') return []
  return [
    ...describeSide(`only on the driver's side (${short(survey.runRef)})`, survey.onlyOnRunRef),
    ...describeSide(`only on ${branch} (${short(survey.branch)})`, survey.onlyOnBranch),
  ]
}

function describeSide(title: string, commits: readonly SideCommit[]): readonly string[] {
  if (commits.length === 0) return []
  const more = commits.length - shownCommits
  return [
    `${title}:`,
    ...commits.slice(-shownCommits).map(({ id, subject, unit, isOnBothSides }) => {
      const mark = isOnBothSides ? '  (same change on both sides)' : ''
      return `  ${short(id)} ${(unit ?? '').padEnd(4)} ${subject.slice(0, 60)}${mark}`
    }),
    ...(more > 0 ? [`  and ${more} before`] : []),
  ]
}

/** The commands that lead on, each with what it does. Nothing is lost by any of them. */
export function describeWays(survey: BranchSurvey, { branch, featureId }: Named): readonly string[] {
  const cause = judgeBranch(survey)
  if (losesNothing(cause)) return [`go on from the branch:  loop resync ${featureId}`]
  if (!needsChoice(cause)) return []
  const again = survey.branch === undefined ? `makes ${branch} again` : `brings ${branch} back to them`
  return [
    'nothing was changed, and nothing is lost whichever you choose:',
    `  loop resync ${featureId} --take run     goes on from the driver's commits: ${again}`,
    ...(survey.branch === undefined
      ? []
      : [
          `  loop resync ${featureId} --take branch  goes on from the branch: what it lacks is pending again`,
        ]),
  ]
}

function unitsOf(commits: readonly SideCommit[]): readonly string[] {
  return commits.flatMap(({ unit, isOnBothSides }) => (unit === undefined || isOnBothSides ? [] : [unit]))
}

function short(id: string | undefined): string {
  return id?.slice(0, 10) ?? 'nowhere'
}
