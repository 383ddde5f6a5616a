import { changedPaths, isInTree, readTexts, type ChangedPath } from '../../adapters/objects/repository.ts'
import { matchesGlob } from '../../adapters/verification/match-glob.ts'
import type { TreeEdit } from '../../adapters/objects/compose-tree.ts'
import {
  judgeSurface,
  mayBeSurface,
  projectFolderOf,
  type SurfaceFinding,
  type SurfaceRules,
} from '../../policy/surface/judge-surface.ts'
import { namedGoals, namedScripts } from '../../policy/surface/named-scripts.ts'
import { oracleSettingsOf } from '../../policy/oracle-settings.ts'
import { verificationStepsOf } from '../../policy/verification-plan.ts'
import type { UnitSubject, World } from '../world.ts'

/**
 * What a tree changes of the oracle surface, held against the unit's base: never against what an earlier attempt left. State
 * files are judged elsewhere.
 */
export async function surfaceOf(
  tree: string,
  subject: UnitSubject,
  world: World,
): Promise<readonly SurfaceFinding[]> {
  const { base } = subject
  const changes = (await changedPaths(world.git, base, tree)).filter(
    ({ path }) => !path.startsWith(`${world.place.stateRoot}/`),
  )
  if (changes.length === 0) return []
  const rules = await rulesOf(subject, world)
  const edits = changes.filter(({ path }) => mayBeSurface(path, rules, matchesGlob))
  if (edits.length === 0) return []
  const paths = edits.map(({ path }) => path)
  const before = await readTexts(world.git, base, paths)
  const after = await readTexts(world.git, tree, paths)
  const known = await foldersThere(edits, subject, world)
  return judgeSurface(
    edits.map(({ status, path }) => ({
      path,
      before: before.get(path),
      after: after.get(path),
      wasThere: status !== 'A',
      folderWasThere: known.has(projectFolderOf(path)),
    })),
    rules,
    matchesGlob,
  )
}

/** The edits that turn a tree into one with the old versions of these findings. */
export function toOldVersions(findings: readonly SurfaceFinding[], base: string): readonly TreeEdit[] {
  return findings.map(({ path, old }) => ({
    path,
    to: old.kind === 'base' ? { kind: 'from', tree: base } : old,
  }))
}

async function rulesOf({ unit, plan, base }: UnitSubject, world: World): Promise<SurfaceRules> {
  const steps = verificationStepsOf(unit, plan.verification, plan.path)
  const folders = new Set(steps.map(({ run }) => (run.kind === 'command' ? run.entry.cwd : '.')))
  const packages = await readScripts([...folders], base, world)
  const scriptOf = (folder: string, name: string): string | undefined => packages.get(normal(folder))?.[name]
  const scripts = namedScripts(steps, scriptOf)
  return {
    declared: [...oracleSettingsOf(plan.settings).surface, ...plan.config.oracle_surface],
    scripts: await presentIn(base, scripts, world),
    goals: namedGoals(steps, scriptOf),
    produces: unit.produces,
  }
}

/** Package scripts by folder, as the base has them. */
async function readScripts(
  folders: readonly string[],
  base: string,
  { git }: World,
): Promise<ReadonlyMap<string, Readonly<Record<string, string>>>> {
  const files = folders.map((folder) => [normal(folder), join(folder, 'package.json')] as const)
  const texts = await readTexts(
    git,
    base,
    files.map(([, file]) => file),
  )
  return new Map(files.map(([folder, file]) => [folder, scriptsIn(texts.get(file))]))
}

function scriptsIn(text: string | undefined): Readonly<Record<string, string>> {
  try {
    // Whatever is no text is no script.
    const { scripts } = JSON.parse(text ?? '{}') as { readonly scripts?: Readonly<Record<string, unknown>> }
    return Object.fromEntries(
      Object.entries(scripts ?? {}).filter(
        (entry): entry is [string, string] => typeof entry[1] === 'string',
      ),
    )
  } catch {
    return {}
  }
}

/** A script that is new is no yardstick that was there: what runs it could not have passed before. */
async function presentIn(
  base: string,
  paths: ReadonlySet<string>,
  { git }: World,
): Promise<ReadonlySet<string>> {
  const texts = await readTexts(git, base, [...paths])
  return new Set(texts.keys())
}

async function foldersThere(
  edits: readonly ChangedPath[],
  { base }: UnitSubject,
  { git }: World,
): Promise<ReadonlySet<string>> {
  const folders = [...new Set(edits.map(({ path }) => projectFolderOf(path)))]
  const there: string[] = []
  for (const folder of folders) if (folder === '' || (await isInTree(git, base, folder))) there.push(folder)
  return new Set(there)
}

function normal(folder: string): string {
  return folder.replace(/^\.\/?/u, '').replace(/\/+$/u, '')
}

function join(folder: string, file: string): string {
  return normal(folder) === '' ? file : `${normal(folder)}/${file}`
}
