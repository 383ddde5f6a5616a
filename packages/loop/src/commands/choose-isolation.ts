import { AppError } from '@gatecycle/diagnostics'
import { isThere } from '../adapters/system/file-facts.ts'
import { readPersonalConfig } from '../adapters/plan/personal-config.ts'
import { readTexts, resolveCommit } from '../adapters/objects/repository.ts'
import { effectiveConfigOf } from '../config/effective-config.ts'
import type { Isolation } from '../policy/isolation.ts'
import type { FeatureEntry, Repository } from './open-repository.ts'

/** Where a run of a feature works: where a run that died has worked, else where the configuration on its branch says. */
export async function chooseIsolation(
  { git, stateRoot }: Repository,
  { branch, id }: FeatureEntry,
  { inPlace, env }: { readonly inPlace: string; readonly env: Readonly<Record<string, string | undefined>> },
): Promise<Isolation> {
  if (isThere(inPlace)) return 'in_place'
  const names = [`refs/heads/${branch}`, `refs/gatecycle/run/${id}`]
  const commits = await Promise.all(names.map(async (name) => resolveCommit(git, name)))
  const commit = commits.find((found) => found !== undefined)
  if (commit === undefined) return 'worktree'
  const file = `${stateRoot}/config.yml`
  const text = (await readTexts(git, commit, [file])).get(file)
  try {
    const repository = text === undefined ? undefined : ({ from: 'repository', file, text } as const)
    return effectiveConfigOf(repository, readPersonalConfig(env)).config.isolation
  } catch (error) {
    // A run says what is wrong with the configuration when it loads the plan, before it works anywhere.
    if (error instanceof AppError) return 'worktree'
    throw error
  }
}
