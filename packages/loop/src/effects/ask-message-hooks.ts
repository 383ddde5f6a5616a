import { join } from 'node:path'
import { readIfThere, replaceDurably } from '../adapters/system/durable-file.ts'
import { rewordMessage } from '../policy/reword-message.ts'
import { renderMessage, type MessageParts } from '../policy/unit-message.ts'
import { trimText } from '../policy/trim-text.ts'
import { callHook, hookOf, type HookCall } from './repository-hook.ts'
import type { World } from './world.ts'

export type MessageAnswer =
  | { readonly kind: 'accepted'; readonly parts: MessageParts }
  | { readonly kind: 'refused'; readonly reason: string }

/** In the order in which git asks them. */
const names = ['prepare-commit-msg', 'commit-msg'] as const

/** Shows a message to the repository's own prepare-commit-msg and commit-msg hooks, as git does; they may add to it. */
export async function askMessageHooks(
  parts: MessageParts,
  call: Omit<HookCall, 'name' | 'args'>,
  world: World,
): Promise<MessageAnswer> {
  const hooks = await Promise.all(names.map(async (name) => hookOf(name, call.config, world)))
  if (hooks.every((hook) => hook === undefined)) return { kind: 'accepted', parts }
  const file = join(await world.worktree.hookDir(), 'COMMIT_EDITMSG')
  const text = renderMessage(parts)
  replaceDurably(file, text)
  const refusal = await askInOrder(file, call, world)
  if (refusal !== undefined) return { kind: 'refused', reason: refusal }
  const after = readIfThere(file) ?? ''
  if (after === text) return { kind: 'accepted', parts }
  const reworded = rewordMessage(after, parts)
  if (reworded !== undefined) return { kind: 'accepted', parts: reworded }
  const reason = `the repository's message hooks took a trailer of the driver's away:\n${trimText(after, 2000, 40)}`
  return { kind: 'refused', reason }
}

/** Why one of them refuses the message in a file; undefined where none does. */
async function askInOrder(
  file: string,
  call: Omit<HookCall, 'name' | 'args'>,
  world: World,
): Promise<string | undefined> {
  for (const name of names) {
    const args = name === 'commit-msg' ? [file] : [file, 'message']
    const answer = await callHook({ ...call, name, args }, world)
    for (const { kind, detail } of answer?.moved ?? []) world.report(`${call.keepFor}: ${kind}: ${detail}`)
    if (answer === undefined || answer.end.kind === 'passed') continue
    const { end } = answer
    const said = 'output' in end ? `: ${trimText(end.output, 2000, 20)}` : ''
    return `the repository's ${name} hook ${describe(end.kind)}${said}`
  }
  return undefined
}

function describe(kind: 'refused' | 'timed-out' | 'could-not-run' | 'interrupted'): string {
  if (kind === 'refused') return 'refuses the message'
  if (kind === 'timed-out') return 'did not end in time'
  return kind === 'interrupted' ? 'was interrupted' : 'could not run'
}

/** What to do when a hook refuses what the driver says. */
export const messageHint: string =
  'choose another subject with `commit: {subject: "…"}` in config.yml, shorten the unit\'s acceptance criteria, mend the hook, ' +
  'or leave hooks out with `commit: {hooks: skip}`'
