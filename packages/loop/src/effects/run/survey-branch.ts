import { changedPaths, isAncestor, resolveCommit } from '../../adapters/objects/repository.ts'
import type { Git } from '../../ports.ts'
import type { BranchSurvey, SideCommit } from '../../policy/judge-branch.ts'
import { branchRefOf, publishedRefOf, runRefOf, type World } from '../world.ts'

type SurveyedWorld = Pick<World, 'git' | 'featureId' | 'branch'>

/** Looks where branch and run ref stand. Writes nothing. */
export async function surveyBranch(world: SurveyedWorld): Promise<BranchSurvey> {
  const { git } = world
  const runRef = await resolveCommit(git, runRefOf(world))
  const branch = await resolveCommit(git, branchRefOf(world))
  const published = await resolveCommit(git, publishedRefOf(world))
  const found = { branch, runRef, published, ...nothingBetween }
  if (runRef === undefined || branch === undefined) return { ...found, relation: 'one-is-missing' }
  if (runRef === branch) return { ...found, relation: 'same' }
  if (await isAncestor(git, runRef, branch)) return { ...found, relation: 'ahead' }
  const behind = await isAncestor(git, branch, runRef)
  const movedBack = behind && (await isMovedBack(git, branch, published))
  if (behind && !movedBack) return { ...found, relation: 'behind' }
  const sides = await readSides(world, branch, runRef)
  const contentIsOnBranch = !behind && (await hasContent(git, branch, runRef))
  return { ...found, ...sides, relation: behind ? 'behind' : 'parted', movedBack, contentIsOnBranch }
}

const nothingBetween = {
  movedBack: false,
  onlyOnBranch: [],
  onlyOnRunRef: [],
  contentIsOnBranch: false,
} as const

/** The branch was brought further once than it stands now: somebody took commits off it, and meant to. */
async function isMovedBack(git: Git, branch: string, published: string | undefined): Promise<boolean> {
  return published !== undefined && published !== branch && isAncestor(git, branch, published)
}

/** `git log --cherry-mark` says `=` of a commit whose patch the other side has, `<` and `>` of the others (git-rev-list(1)). */
async function readSides(
  { git, featureId }: SurveyedWorld,
  branch: string,
  runRef: string,
): Promise<Pick<BranchSurvey, 'onlyOnBranch' | 'onlyOnRunRef'>> {
  const read = async (side: '--left-only' | '--right-only'): Promise<readonly SideCommit[]> => {
    const format =
      '%m%x00%H%x00%s%x00%(trailers:key=Feature,valueonly,separator=)%x00%(trailers:key=Proof,valueonly)'
    const range = `${branch}...${runRef}`
    const text = await git.text([
      'log',
      '-z',
      '--reverse',
      '--topo-order',
      '--cherry-mark',
      side,
      '--no-show-signature',
      '--no-color',
      `--format=${format}%x00`,
      range,
    ])
    return toCommits(text, featureId)
  }
  return { onlyOnBranch: await read('--left-only'), onlyOnRunRef: await read('--right-only') }
}

function toCommits(text: string, featureId: string): readonly SideCommit[] {
  const fields = text.split('\0')
  const commits: SideCommit[] = []
  // Five fields and an empty one for each commit: `-z` ends an entry with a NUL of its own.
  for (let at = 0; at + 4 < fields.length; at += 6) {
    const [mark, id = '', subject = '', feature = '', proof = ''] = fields.slice(at, at + 5)
    const isUnit = proof.trim() !== '' && feature.startsWith(`${featureId}/`)
    const unit = isUnit ? feature.trim().slice(featureId.length + 1) : undefined
    commits.push({ id, subject, unit, isOnBothSides: mark?.trim() === '=' })
  }
  return commits
}

/** Whether every file that differs between the common base and the run ref is on the branch as the run ref has it. */
async function hasContent(git: Git, branch: string, runRef: string): Promise<boolean> {
  const { exitCode, stdout } = await git.run(['merge-base', branch, runRef])
  if (exitCode !== 0) return false
  const ours = await changedPaths(git, stdout.trim(), runRef)
  const different = new Set((await changedPaths(git, branch, runRef)).map(({ path }) => path))
  return ours.every(({ path }) => !different.has(path))
}
