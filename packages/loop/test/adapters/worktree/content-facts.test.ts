import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { readContentFacts } from '../../../src/adapters/worktree/content-facts.ts'
import { test } from '../../temp-folder.ts'

const none = (): readonly string[] => []

test('sizes and secrets are those of the files; one that is gone counts for nothing', ({ folder }) => {
  writeFileSync(join(folder, 'a'), 'token=12345')
  const secretsIn = (text: string): readonly string[] => (text.includes('12345') ? ['TOKEN'] : [])
  expect(readContentFacts(folder, ['a', 'gone'], secretsIn)).toEqual([
    { path: 'a', bytes: 11, secrets: ['TOKEN'] },
  ])
})

test.for([
  ['b', undefined],
  ['../b', undefined],
  ['sub/../../b', undefined],
  ['missing', undefined],
  ['../../b', '../../b'],
  ['/etc/hostname', '/etc/hostname'],
  ['../.git/config', '../.git/config'],
] as const)('a link to %s in a folder leads to %s', ([target, leadsTo], { folder }) => {
  mkdirSync(join(folder, 'sub'))
  symlinkSync(target, join(folder, 'sub/link'))
  expect(readContentFacts(folder, ['sub/link'], none)[0]?.leadsTo).toBe(leadsTo)
})
