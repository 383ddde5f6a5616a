import { trimText } from '../../policy/trim-text.ts'
import { editFrontMatter, mappingOf, parseMarkdownFile, textOf, type Gate } from '@gatecycle/plan-model'
import { readContentFacts } from '../../adapters/worktree/content-facts.ts'
import { matchesGlob } from '../../adapters/verification/match-glob.ts'
import { findStraySubmodules } from '../../adapters/worktree/submodules.ts'
import { changedPaths, readTexts } from '../../adapters/objects/repository.ts'
import type { Proof } from '../../machine/unit-attempt.ts'
import type { UnitEvent, UnitState } from '../../machine/unit-state.ts'
import type { ContentFacts } from '../../policy/judge-content.ts'
import { judgeHidden, type IgnoredFacts } from '../../policy/judge-ignored.ts'
import {
  judgeChanges,
  type ChangedFile,
  type ChangeRules,
  type ChangeVerdict,
} from '../../policy/judge-changes.ts'
import { quotePath } from '../../policy/quote-path.ts'
import type { UnitSubject, World } from '../world.ts'
import { readIgnored, recordSurface } from './record-findings.ts'
import { surfaceOf } from './surface-of.ts'

type Refusal = Omit<Extract<UnitEvent, { type: 'changes-refused' }>, 'type'>

/** Takes the worktree's content as a tree and decides whether it may become a candidate. */
export async function judgeUnitChanges(
  { attempt }: Extract<UnitState, { at: 'judging-changes' }>,
  subject: UnitSubject,
  world: World,
): Promise<UnitEvent> {
  const { plan, base } = subject
  await putLogBack(subject, world)
  world.worktree.want([])
  const seen = await world.worktree.glance(base)
  const ignored = await readIgnored(attempt, await changedPaths(world.git, base, seen), subject, world)
  const tree = await takeDeclared(seen, ignored, subject, world)
  const { changes, verdict } = await judgeTree(tree, subject, world)
  const stray = await judgeSubmodules(attempt, tree, changes, world)
  if (verdict.kind === 'refused') return refuse(attempt, verdict, subject, world)
  if (stray !== undefined) return refuse(attempt, stray, subject, world)
  const hidden = judgeHidden(ignored, rulesOf(subject, world), matchesGlob)
  if (hidden !== undefined) return refuse(attempt, hidden, subject, world)
  const { putBack, verdictOnly } = verdict
  const before = await readTexts(world.git, plan.commit, [...putBack, ...verdictOnly])
  for (const [path, text] of before) {
    world.worktree.write(path, verdictOnly.includes(path) ? withVerdict(path, text, world) : text)
  }
  const proofs = await proofsOf(attempt, tree, subject, world)
  return { type: 'changes-accepted', files: verdict.files, proofs }
}

/** With the files that git ignores and the unit has to make by their whole names: what a plan declares is no build output. */
async function takeDeclared(
  seen: string,
  { created }: IgnoredFacts,
  { unit, base }: UnitSubject,
  { worktree }: World,
): Promise<string> {
  const declared = new Set(unit.produces)
  const wanted = created.filter((path) => declared.has(path))
  if (wanted.length === 0) return seen
  worktree.want(wanted)
  return worktree.snapshot(base)
}

/** A submodule's commit is a change like any other, and told; its files are no part of this repository, and would be lost. */
async function judgeSubmodules(
  attempt: number,
  tree: string,
  changes: readonly ChangedFile[],
  { git, worktree, env, report }: World,
): Promise<Refusal | undefined> {
  for (const { path } of changes.filter(({ mode }) => mode === '160000'))
    report(
      `attempt ${attempt}: submodule ${quotePath(path)} is at another commit, which has to be pushed from there`,
    )
  const strays = await findStraySubmodules(git, { root: worktree.path, env, tree })
  if (strays.length === 0) return undefined
  const names = strays.map((path) => quotePath(path)).join(', ')
  const summary = `submodule ${names} holds changes that no commit of this repository can keep: take them back (in ${worktree.path}), or commit and push them there`
  return { outcome: 'out_of_scope', summary, tampering: false }
}

/** What may be said of a tree in the place of the unit's base. */
export async function judgeTree(
  tree: string,
  subject: UnitSubject,
  world: World,
): Promise<{ readonly changes: readonly ChangedFile[]; readonly verdict: ChangeVerdict }> {
  const changes = await readChanges(world, subject.base, tree)
  const contents = readContentFacts(
    world.worktree.path,
    changes.map(({ path }) => path),
    world.secretsIn,
  )
  const verdict = judgeChanges(
    { changes, contents: await withoutPublished(contents, subject, world) },
    rulesOf(subject, world),
    matchesGlob,
  )
  return { changes, verdict }
}

/** A value that stands in the unit's base is out already: a password of everybody's test database is also a common word. */
async function withoutPublished(
  contents: readonly ContentFacts[],
  { base }: UnitSubject,
  world: World,
): Promise<readonly ContentFacts[]> {
  const published = new Set<string>()
  for (const name of new Set(contents.flatMap(({ secrets }) => secrets)))
    if (await world.isPublished(name, base)) published.add(name)
  if (published.size === 0) return contents
  return contents.map((one) => ({ ...one, secrets: one.secrets.filter((name) => !published.has(name)) }))
}

/** What has to be shown of a tree besides verification. */
export async function proofsOf(
  attempt: number,
  tree: string,
  subject: UnitSubject,
  world: World,
): Promise<readonly Proof[]> {
  const findings = await surfaceOf(tree, subject, world)
  await recordSurface(attempt, findings, subject, world)
  const proofs: Proof[] = findings.some(({ tier }) => tier === 'configuration') ? ['old-oracle'] : []
  if (subject.unit.red !== undefined) proofs.push('red')
  return proofs
}

async function refuse(
  attempt: number,
  { outcome, summary, tampering }: Refusal,
  subject: UnitSubject,
  world: World,
): Promise<UnitEvent> {
  if (tampering) await recordTampering(attempt, summary, subject, world)
  return { type: 'changes-refused', outcome, summary, tampering }
}

/** A closing unit's file as it was, with the verdict that its agent gave. */
function withVerdict(path: string, text: string, world: World): string {
  const given = textOf(mappingOf(parseMarkdownFile(path, world.worktree.read(path) ?? '')), 'verdict')
  return given === undefined ? text : editFrontMatter(text, { verdict: given.value })
}

/** A closing agent found the log in its folder. Where it is as the driver wrote it, it goes back to what is committed. */
async function putLogBack({ plan }: UnitSubject, world: World): Promise<void> {
  const file = `${plan.path}/events.jsonl`
  const found = world.worktree.read(file)
  if (found !== undefined && found !== plan.log && (await world.log()).text().startsWith(found)) {
    world.worktree.write(file, plan.log)
  }
}

async function readChanges(world: World, base: string, tree: string): Promise<readonly ChangedFile[]> {
  const changes = await changedPaths(world.git, base, tree)
  const state = changes.map(({ path }) => path).filter((path) => path.startsWith(`${world.place.stateRoot}/`))
  const before = await readTexts(world.git, base, state)
  const after = await readTexts(world.git, tree, state)
  return changes.map(({ status, path, mode }) => ({
    status,
    path,
    mode,
    before: before.get(path),
    after: after.get(path),
  }))
}

function rulesOf({ plan, feature, gate, unit }: UnitSubject, { place }: World): ChangeRules {
  return {
    limits: plan.config.limits,
    stateRoot: place.stateRoot,
    featurePath: plan.path,
    type: unit.type,
    ownFile: `${plan.path}/${unit.fileName}`,
    gate: gate.number,
    nextGateFile: nextGate(feature.gates, gate)?.fileName,
    scope: unit.scope.length > 0 ? unit.scope : feature.scope,
    protect: feature.protect,
    produces: unit.produces,
  }
}

function nextGate(gates: readonly Gate[], gate: Gate): Gate | undefined {
  return gates[gates.indexOf(gate) + 1]
}

async function recordTampering(
  attempt: number,
  detail: string,
  { unit }: UnitSubject,
  world: World,
): Promise<void> {
  const kind = detail.includes('verification.yml') ? 'verification_touched' : 'plan_touched'
  const log = await world.log()
  await log.append({
    correlation_id: unit.id,
    event_type: 'violation_recorded',
    payload: { attempt, kind, detail: trimText(detail, 2000) },
  })
}
