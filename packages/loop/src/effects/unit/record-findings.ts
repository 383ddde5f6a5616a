import { basename } from 'node:path'
import { readTexts, type ChangedPath } from '../../adapters/objects/repository.ts'
import type { IgnoredFacts } from '../../policy/judge-ignored.ts'
import type { SurfaceFinding } from '../../policy/surface/judge-surface.ts'
import type { UnitSubject, World } from '../world.ts'

/** An edit of the oracle surface is allowed, and never silent. */
export async function recordSurface(
  attempt: number,
  findings: readonly SurfaceFinding[],
  { unit }: UnitSubject,
  world: World,
): Promise<void> {
  const log = await world.log()
  for (const tier of ['configuration', 'dependencies'] as const) {
    const paths = findings.filter((finding) => finding.tier === tier).map(({ path }) => path)
    if (paths.length === 0) continue
    const payload = { attempt, tier, paths, declared: unit.changesOracle }
    await log.append({ correlation_id: unit.id, event_type: 'oracle_surface_changed', payload })
    world.report(`${unit.id} attempt ${attempt}: changes ${tier}: ${paths.join(', ')}`)
  }
}

/** What an attempt left where git does not look: read, written down, and judged by others. */
export async function readIgnored(
  attempt: number,
  changes: readonly Pick<ChangedPath, 'status' | 'path'>[],
  { unit, base }: UnitSubject,
  world: World,
): Promise<IgnoredFacts> {
  const { created, tops } = await world.worktree.ignored.since()
  const rules = changes.map(({ path }) => path).filter((path) => basename(path) === '.gitignore')
  const texts = rules.length === 0 ? new Map<string, string>() : await readTexts(world.git, base, rules)
  const edited = new Map(rules.map((path) => [path, texts.get(path) ?? '']))
  const hidden = await world.worktree.ignored.hiddenBy(created, edited)
  if (tops.length === 0 && hidden.length === 0) return { created, hidden }
  const payload = { attempt, top: tops.slice(0, 50), hidden: hidden.slice(0, 50), count: created.length }
  const log = await world.log()
  await log.append({ correlation_id: unit.id, event_type: 'ignored_files_made', payload })
  if (tops.length > 0) world.report(`${unit.id} attempt ${attempt}: new and ignored: ${tops.join(', ')}`)
  return { created, hidden }
}
