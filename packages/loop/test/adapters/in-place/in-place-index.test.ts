import { lstatSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { expect } from 'vitest'
import { driverIndexOf } from '../../../src/adapters/worktree/driver-view.ts'
import { createGitClient } from '../../../src/adapters/git/git-client.ts'
import { createInPlaceIndex, type InPlaceIndex } from '../../../src/adapters/in-place/in-place-index.ts'
import type { Git } from '../../../src/ports.ts'
import { forgeIndex } from '../../forge-index.ts'
import { test } from '../../repo-test.ts'

const old = 1_577_836_800

function openIndex(git: Git): InPlaceIndex {
  return createInPlaceIndex(git, async () => join(git.directory, '.git'))
}

test('an index in which somebody makes a changed file look unchanged counts for nothing', async ({
  repo,
  git,
}) => {
  repo.write('a.txt', 'right\n')
  const from = repo.commitAll('base')
  const gitDir = join(repo.path, '.git')
  const index = openIndex(git)
  const look = async (): Promise<string> => index.snapshot({ from, forced: [], isLeftOut: () => false })
  await look()
  const [right, path] = [repo.git('rev-parse', 'HEAD:a.txt'), join(repo.path, 'a.txt')]
  writeFileSync(path, 'wrong\n')
  utimesSync(path, old, old)
  const wrong = repo.git('rev-parse', `${await look()}:a.txt`)
  forgeIndex(driverIndexOf(gitDir), wrong, right)
  expect(repo.git('show', `${await look()}:a.txt`)).toBe('wrong')
})

test('nor does one that it left to a later process', async ({ repo, git }) => {
  repo.write('a.txt', 'right\n')
  const from = repo.commitAll('base')
  const gitDir = join(repo.path, '.git')
  const order = { from, forced: [], isLeftOut: (): boolean => false }
  const [right, path] = [repo.git('rev-parse', 'HEAD:a.txt'), join(repo.path, 'a.txt')]
  writeFileSync(path, 'wrong\n')
  utimesSync(path, old, old)
  const wrong = repo.git('rev-parse', `${await openIndex(git).snapshot(order)}:a.txt`)
  forgeIndex(driverIndexOf(gitDir), wrong, right)
  const later = createGitClient(repo.path, repo.env)
  expect(repo.git('show', `${await openIndex(later).snapshot(order)}:a.txt`)).toBe('wrong')
})

test('a file that is written within the second in which it was taken, under an old time, is seen', async ({
  repo,
  git,
}) => {
  repo.write('a.txt', 'a\n')
  const from = repo.commitAll('base')
  const order = { from, forced: [], isLeftOut: (): boolean => false }
  const [index, path] = [openIndex(git), join(repo.path, 'new.txt')]
  const put = (text: string): number => {
    writeFileSync(path, text)
    utimesSync(path, old, old)
    return Math.floor(lstatSync(path).ctimeMs / 1000)
  }
  for (let attempt = 0; attempt < 20; attempt += 1) {
    // The clock of a file system goes some milliseconds behind.
    await delay(1020 - (Date.now() % 1000))
    const first = put('x\n')
    await index.snapshot(order)
    if (put('y\n') !== first) continue
    const tree = await index.snapshot(order)
    expect(repo.git('show', `${tree}:new.txt`)).toBe('y')
    return
  }
  throw new Error('no attempt stayed within one second')
})
