import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { createIndexStamp } from '../../../src/adapters/worktree/index-stamp.ts'
import { test } from '../../temp-folder.ts'

test('an index is ours as long as nobody else wrote it, and where there is none', ({ folder }) => {
  const index = join(folder, 'index')
  const stamp = createIndexStamp(index)
  expect(stamp.isOurs()).toBe(true)
  writeFileSync(index, 'a')
  expect(stamp.isOurs()).toBe(false)
  stamp.note()
  expect(stamp.isOurs()).toBe(true)
  expect(createIndexStamp(index).isOurs()).toBe(false)
  writeFileSync(index, 'bb')
  expect(stamp.isOurs()).toBe(false)
})
