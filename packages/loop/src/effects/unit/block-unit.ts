import { editFrontMatter } from '@gatecycle/plan-model'
import type { Evidence } from '../../machine/unit-attempt.ts'
import type { UnitEvent, UnitState } from '../../machine/unit-state.ts'
import { trimText } from '../../policy/trim-text.ts'
import { lifetimeOf } from '../../policy/lifetime-of.ts'
import { commitBookkeeping } from '../bookkeeping-commit.ts'
import type { UnitSubject, World } from '../world.ts'

/** The unit waits for a person: its status, the evidence of every attempt and the log, in one commit. */
export async function blockUnit(
  { reason, summary, history }: Extract<UnitState, { at: 'blocking-unit' }>,
  { unit, plan, base, gate }: UnitSubject,
  world: World,
): Promise<UnitEvent> {
  const log = await world.log()
  const folder = `work/${unit.id.slice(world.featureId.length + 1)}`
  const earlier = plan.folder.names.filter((name) => name.startsWith(`${folder}/attempt-`)).length
  const notes = notesOf(history, `${plan.path}/${folder}`, earlier)
  const evidence = [...notes.keys()].at(-1) ?? null
  const told = log.hasPending(
    (event) => event.event_type === 'human_escalation' && event.correlation_id === unit.id,
  )
  if (!told) {
    const payload = { reason, summary: trimText(summary, 2000), attempts: history.length, evidence }
    await log.append({ correlation_id: unit.id, event_type: 'human_escalation', payload })
  }
  const status = editFrontMatter(unit.file.text, {
    status: 'blocked_human',
    attempts: history.length,
    escalation_reason: reason,
    ...lifetimeOf(world.readLog(log.text()).events, unit.id),
  })
  const commit = await commitBookkeeping(world, {
    base,
    subject: `chore(loop): ${unit.id} is blocked (${reason.replaceAll('_', ' ')})`,
    trailers: [
      ['Feature', unit.id],
      ['Gate', String(gate.number)],
    ],
    files: new Map([[`${plan.path}/${unit.fileName}`, status], ...notes]),
    featurePath: plan.path,
  })
  return { type: 'unit-blocked', commit }
}

/** Notes of an earlier arm stay: these are numbered behind them. */
function notesOf(history: readonly Evidence[], folder: string, earlier: number): ReadonlyMap<string, string> {
  return new Map(
    history.map((evidence) => [`${folder}/attempt-${earlier + evidence.attempt}.md`, renderNote(evidence)]),
  )
}

function renderNote({ attempt, outcome, summary, output }: Evidence): string {
  const fence = '`'.repeat(Math.max(3, ...[...output.matchAll(/`+/gu)].map(([ticks]) => ticks.length + 1)))
  const said = output === '' ? '' : `\n${fence}text\n${trimText(output)}\n${fence}\n`
  return `# Attempt ${attempt}: ${outcome}\n\n${trimText(summary, 2000)}\n${said}`
}
