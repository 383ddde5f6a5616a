import { exitCodes, type Io } from '@gatecycle/diagnostics'
import { personalConfigPath, readPersonalConfig } from '../adapters/plan/personal-config.ts'
import { findRepositoryConfig, type RepositoryConfig } from '../adapters/plan/repository-config.ts'
import { effectiveConfigOf } from '../config/effective-config.ts'
import { hideSecrets, renderOrigin, renderSetting } from '../config/render-setting.ts'
import type { EffectiveValue } from '../config/settings.ts'
import type { CommandResult } from './command-result.ts'

export interface ConfigOptions {
  readonly root: string | undefined
  readonly path: boolean
}

/** `loop config`: every value that counts and who said it; with `--path` where the two files are. Writes nothing. */
export async function config(io: Io, options: ConfigOptions): Promise<CommandResult> {
  const repository = await findRepositoryConfig(io, options.root)
  const files = { repository: repository?.path, personal: personalConfigPath(io.env) }
  if (options.path) return answer(renderPaths(files), { files })
  const { origins } = effectiveConfigOf(repository?.text, readPersonalConfig(io.env))
  const values = [...origins.values()]
  return answer(renderValues(values) + renderNotes(repository), { files, values: values.map(toJson) })
}

function answer(text: string, detail: unknown): CommandResult {
  return { command: 'config', exitCode: exitCodes.ok, outcome: 'ok', message: 'configuration', detail, text }
}

function renderPaths({
  repository,
  personal,
}: {
  readonly repository: string | undefined
  readonly personal: string
}): string {
  return `repository  ${repository ?? 'none here'}\npersonal    ${personal}\n`
}

function renderValues(values: readonly EffectiveValue[]): string {
  const rows = values.map((value) => [value.path, renderSetting(value), renderOrigin(value.origin)] as const)
  const width = Math.max(...rows.map(([path]) => path.length))
  return rows
    .map(([path, value, origin]) => `${path.padEnd(width)}  ${value.padEnd(valueWidth)}  ${origin}\n`)
    .join('')
}

/** A longer value pushes its origin aside, and only its own. */
const valueWidth = 24

function renderNotes(repository: RepositoryConfig | undefined): string {
  if (repository === undefined)
    return 'no repository with a state folder here: defaults and personal values only\n'
  return repository.isCommitted
    ? ''
    : `${repository.text?.file} is not committed as it is: a run reads the commit\n`
}

function toJson({ path, value, origin }: EffectiveValue): unknown {
  return { path, value: hideSecrets(value) ?? null, origin }
}
