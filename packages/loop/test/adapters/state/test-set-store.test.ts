import { readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { createTestSetStore } from '../../../src/adapters/state/test-set-store.ts'
import { test } from '../../temp-folder.ts'

const sets = [{ entry: 'code/tests', executed: 3, skipped: 0 }]

test('the tests of the last trees are kept', ({ folder }) => {
  const store = createTestSetStore(folder)
  expect(store.any()).toBe(false)
  for (let index = 0; index < 12; index += 1) {
    store.write(`tree${index}`, sets)
    utimesSync(join(folder, `tree${index}.json`), index, index)
  }
  store.write('last', sets)
  expect(readdirSync(folder)).toHaveLength(8)
  for (const known of [store, createTestSetStore(folder)]) {
    expect(known.any()).toBe(true)
    expect(known.read('last')).toEqual(sets)
    expect(known.read('tree11')).toEqual(sets)
    expect(known.read('tree0')).toBeUndefined()
  }
})

test('what somebody writes over them counts only for the next process', ({ folder }) => {
  const store = createTestSetStore(folder)
  store.write('tree', sets)
  writeFileSync(join(folder, 'tree.json'), '[]')
  expect(store.read('tree')).toEqual(sets)
  expect(createTestSetStore(folder).read('tree')).toEqual([])
})

test('a file that cannot be read is none', ({ folder }) => {
  writeFileSync(join(folder, 'broken.json'), '{')
  expect(createTestSetStore(folder).read('broken')).toBeUndefined()
})
