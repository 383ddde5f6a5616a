import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import type { TestRepo } from '../../packages/test-kit/src/index.ts'
import { fakeAgentConfig } from '../../packages/test-kit/src/index.ts'
import { openSituation, type Situation, type SituationOptions } from '../open-scenario.ts'

/** Hooks of a repository: name → script. */
export type Hooks = Readonly<Record<string, string>>

/** A situation whose repository has hooks of its own; test repositories have none otherwise. */
export function openHooked(
  hooks: Hooks,
  options: SituationOptions & { readonly more?: string } = {},
): Situation {
  const { more, before, ...rest } = options
  return openSituation({
    ...rest,
    ...(more === undefined ? {} : { config: fakeAgentConfig(more) }),
    before: (repo, feature) => {
      before?.(repo, feature)
      allowHooks(repo)
    },
    after: (repo) => {
      for (const [name, script] of Object.entries(hooks)) writeHook(repo, name, script)
    },
  })
}

export function allowHooks(repo: TestRepo): void {
  repo.git('config', '--unset', 'core.hooksPath')
}

export function writeHook(repo: TestRepo, name: string, script: string): void {
  writeExecutable(repo, `.git/hooks/${name}`, script)
}

export function writeExecutable(repo: TestRepo, path: string, script: string): void {
  repo.write(path, `#!/bin/sh\n${script}\n`)
  chmodSync(join(repo.path, path), 0o755)
}

/** How the attempts of a situation ended, as the log has it. */
export function outcomesOf({ events }: Situation): readonly string[] {
  return events()
    .filter(({ event_type }) => event_type === 'attempt_outcome')
    .map(
      ({ payload }) => `${String(payload['outcome'])}${payload['counted'] === true ? '' : ' (not counted)'}`,
    )
}
