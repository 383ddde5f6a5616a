import {
  createRepo,
  writeFeature,
  type TestRepo,
  type WrittenFeature,
} from '../../packages/test-kit/src/index.ts'
import { situationOf } from '../open-scenario.ts'

export interface SacredTemplate {
  readonly repo: TestRepo
  readonly feature: WrittenFeature
}

/** A repository in which all that people have may lie about: branches, conflicts to come, a stash, odd names, ignored files. */
export async function createTemplate(config?: string): Promise<SacredTemplate> {
  const repo = createRepo()
  repo.write('src/two.txt', 'two\n')
  repo.write('docs/with space.md', '# Space\n')
  repo.write('docs/ünïcöde.md', '# Ünïcöde\n')
  repo.write('bin/tool.sh', '#!/bin/sh\n')
  repo.git('add', '-A')
  repo.git('update-index', '--chmod=+x', 'bin/tool.sh')
  repo.git('commit', '--quiet', '-m', 'feat: things')
  repo.git('checkout', '--quiet', '--', '.')
  const feature = writeFeature(repo, config === undefined ? {} : { config })
  repo.commitAll('docs: plan')
  await situationOf(repo, feature).arm()
  for (const [branch, text] of [
    ['other', 'o\n'],
    ['topic', 't\n'],
    ['spare', 's\n'],
    ['conflict', 'c\n'],
  ] as const) {
    repo.git('checkout', '--quiet', '-b', branch, 'main')
    repo.write('src/two.txt', text)
    repo.git('commit', '--quiet', '-am', `feat: ${branch}`)
  }
  repo.git('checkout', '--quiet', 'main')
  repo.write('README.md', '# Put away\n')
  repo.git('stash', 'push', '--quiet', '-m', 'put away')
  repo.write('ignored/cache.bin', 'cached\n')
  return { repo, feature }
}
