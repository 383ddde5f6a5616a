import { join } from 'node:path'
import { AppError, exitCodes } from '@gatecycle/diagnostics'
import { editFrontMatter } from '@gatecycle/plan-model'
import { commitEdits } from '../adapters/objects/commit-edits.ts'
import { makeFolder, readIfThere, removeDurably } from '../adapters/system/durable-file.ts'
import { faultPoint } from '../adapters/system/fault-point.ts'
import { readTexts } from '../adapters/objects/repository.ts'
import type { UnitCommit } from '../adapters/objects/unit-commits.ts'
import type { Git } from '../ports.ts'
import { buildBookkeepingMessage } from '../policy/commit-message.ts'
import { createDriverCommit } from './create-commit.ts'
import { runRefStays, swapRunRef } from './run-ref.ts'
import type { UnitSubject, World } from './world.ts'

/** What is taken back, by whom and why. */
export interface Undoing extends Pick<UnitSubject, 'plan' | 'gate' | 'unit'> {
  readonly landed: UnitCommit
  readonly actor: string
  readonly reason: string | undefined
}

/**
 * Reverts the commit of a unit on the run ref, with its books: status pending again, the gate open again, a line in the log. One
 * commit, or none. The work stays in history, under the commit that landed it.
 */
export async function undoUnit(world: World, undoing: Undoing): Promise<string> {
  const { plan, gate, unit, landed, reason, actor } = undoing
  const base = plan.commit
  const payload = { commit: landed.commit, reason: reason ?? null, actor }
  const log = (await world.log()).textWith([{ correlation_id: unit.id, event_type: 'unit_undone', payload }])
  const unitFile = `${plan.path}/${unit.fileName}`
  const logFile = `${plan.path}/events.jsonl`
  const edits = new Map([
    [unitFile, await unitTextBefore(world, undoing)],
    [logFile, log.text],
    ...(gate.status === 'awaiting_review'
      ? [[`${plan.path}/${gate.fileName}`, editFrontMatter(gate.file.text, { status: 'open' })] as const]
      : []),
  ])
  const message = buildBookkeepingMessage(`revert: ${unit.id}: ${unit.title}`, [
    ['Feature', unit.id],
    ['Gate', String(gate.number)],
    ['Undoes', landed.commit],
    ['Event-Log', log.head],
  ])
  const scratch = makeFolder(join(world.paths.runs, world.runId))
  const commit = await commitEdits(world.git, {
    parent: base,
    edits,
    message,
    scratch,
    create: async (order) => createDriverCommit(world, order, plan.config),
    prepare: async (env) => revertInIndex(world.git, { landed, scratch, env, without: [unitFile, logFile] }),
  })
  faultPoint('undo/move-ref/before')
  if (!(await swapRunRef(world, commit, base))) throw runRefStays(world, commit)
  faultPoint('undo/move-ref/after')
  return commit
}

/** The unit's file as it was before it landed; where a person has edited it since, with its status alone. */
async function unitTextBefore(world: World, { plan, unit, landed }: Undoing): Promise<string> {
  const path = `${plan.path}/${unit.fileName}`
  const at = async (commit: string): Promise<string | undefined> =>
    (await readTexts(world.git, commit, [path])).get(path)
  const before = await at(`${landed.commit}^`)
  const isUntouched = (await at(landed.commit)) === unit.file.text
  return isUntouched && before !== undefined ? before : editFrontMatter(unit.file.text, { status: 'pending' })
}

interface Revert {
  readonly landed: UnitCommit
  readonly scratch: string
  readonly env: Readonly<Record<string, string>>
  readonly without: readonly string[]
}

/** Through a file, because a patch may hold any bytes. What was edited since is merged, or the undo is refused. */
async function revertInIndex(git: Git, { landed, scratch, env, without }: Revert): Promise<void> {
  const patch = join(scratch, 'undo.patch')
  const paths = without.map((path) => `:(exclude,literal)${path}`)
  const { commit } = landed
  const diff = ['diff-tree', '-p', '--binary', '--full-index', '--no-renames', `--output=${patch}`]
  await git.text([...diff, commit, `${commit}^`, '--', '.', ...paths])
  try {
    if ((readIfThere(patch) ?? '') === '') return
    const { exitCode, stderr } = await git.run(
      ['apply', '--cached', '--3way', '--whitespace=nowarn', patch],
      { env },
    )
    if (exitCode === 0) return
    throw new AppError('UNDO_CONFLICT', `what ${landed.unit} changed was changed again since`, {
      hint: `${stderr.trim().split('\n').slice(0, 6).join('\n')}\nnothing was undone: git revert ${commit.slice(0, 10)} lets you do it by hand`,
      exitCode: exitCodes.refused,
    })
  } finally {
    removeDurably(patch)
  }
}
