import { parseMarkdownFile, isSamePrompt, type UnitType } from '@gatecycle/plan-model'
import { judgeDraft } from './judge-draft.ts'

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

/**
 * `verdict-only`: of this file only the key `verdict` is taken, the rest is put back. `not-a-draft`: what was drafted says of itself
 * that it is more than a draft.
 */
export type StateFileVerdict = 'allowed' | 'put-back' | 'verdict-only' | 'not-a-draft' | 'tampering'

interface Texts {
  readonly before: string | undefined
  readonly after: string | undefined
}

const closing: ReadonlySet<string> = new Set(['retrospective', 'close-intermediate', 'close'])

/**
 * What to do with a changed file of the state folder. Closing units have a short list of files that they may write.
 * A unit's own file is put back when only keys that the driver owns differ; any other change of a plan is tampering.
 */
export function judgeStateFile(path: string, context: StateFileContext, texts: Texts): StateFileVerdict {
  // No plan has such a name: a line end in it, or bytes that are no UTF-8, would hide the text from whoever reads it.
  if (/[\p{Cc}\p{Surrogate}]/u.test(path)) return 'tampering'
  if (isWritable(path, context)) return 'allowed'
  const draft = context.type === 'plan-next' ? judgeDraft(localOf(path, context), context, texts) : undefined
  if (draft !== undefined) return draft
  if (path !== context.ownFile || texts.before === undefined || texts.after === undefined) return 'tampering'
  const same = isSamePrompt(parseMarkdownFile(path, texts.before), parseMarkdownFile(path, texts.after))
  if (!same) return 'tampering'
  return closing.has(context.type) ? 'verdict-only' : 'put-back'
}

function localOf(path: string, { featurePath }: StateFileContext): string {
  return path.startsWith(`${featurePath}/`) ? path.slice(featurePath.length + 1) : ''
}

function isWritable(path: string, context: StateFileContext): boolean {
  const { stateRoot, type } = context
  const local = localOf(path, context)
  const learnings = path === `${stateRoot}/LEARNINGS.md` || local === 'LEARNINGS-pending.md'
  if (closing.has(type)) {
    return (
      learnings ||
      ['RETROSPECTIVE.md', 'DECISIONS.md'].includes(local) ||
      /^GATE-\d+-CRITERIA\.md$/u.test(local)
    )
  }
  if (type === 'lessons') return learnings
  return type === 'docs' && path === `${stateRoot}/roadmap.md`
}
