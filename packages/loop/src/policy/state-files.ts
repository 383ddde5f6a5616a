import { parseMarkdownFile, isSamePrompt, type UnitType } from '@gatecycle/plan-model'

/** What a rule about state files needs to know of a unit. */
export interface StateFileContext {
  readonly stateRoot: string
  readonly featurePath: string
  readonly type: UnitType
  /** The unit's own file, from the top of the repository. */
  readonly ownFile: string
  readonly gate: number
  /** The next gate's file, where there is a next gate. */
  readonly nextGateFile: string | undefined
}

export type StateFileVerdict = 'allowed' | 'put-back' | 'tampering'

const closing = ['retrospective', 'close-intermediate', 'close']

/**
 * What to do with a changed file of the state folder. Closing units have a short list of files that they may write.
 * A unit's own file is put back when only keys that the driver owns differ; any other change of a plan is tampering.
 */
export function judgeStateFile(
  path: string,
  context: StateFileContext,
  texts: { readonly before: string | undefined; readonly after: string | undefined },
): StateFileVerdict {
  if (isWritable(path, context)) return 'allowed'
  if (path !== context.ownFile || texts.before === undefined || texts.after === undefined) return 'tampering'
  const same = isSamePrompt(parseMarkdownFile(path, texts.before), parseMarkdownFile(path, texts.after))
  if (!same) return 'tampering'
  return closing.includes(context.type) ? 'allowed' : 'put-back'
}

function isWritable(path: string, context: StateFileContext): boolean {
  const { stateRoot, featurePath, type } = context
  const local = path.startsWith(`${featurePath}/`) ? path.slice(featurePath.length + 1) : ''
  const learnings = path === `${stateRoot}/LEARNINGS.md` || local === 'LEARNINGS-pending.md'
  if (closing.includes(type)) {
    return (
      learnings ||
      ['RETROSPECTIVE.md', 'DECISIONS.md'].includes(local) ||
      /^GATE-\d+-CRITERIA\.md$/u.test(local)
    )
  }
  if (type === 'lessons') return learnings
  if (type === 'docs') return path === `${stateRoot}/roadmap.md`
  return type === 'plan-next' && isDraft(local, context)
}

/** plan-next drafts the next gate: its gate file, its units, its review, its part of the graph. */
function isDraft(local: string, { gate, nextGateFile }: StateFileContext): boolean {
  const number = String(gate + 1).padStart(2, '0')
  return (
    local === nextGateFile ||
    local === `GATE-${number}-REVIEW.md` ||
    local === `GATE-${number}.md` ||
    /^WU-[^/]+\.md$/u.test(local) ||
    local === 'PLAN.md'
  )
}
