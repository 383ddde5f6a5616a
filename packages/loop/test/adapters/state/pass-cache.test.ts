import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { readPasses, writePasses } from '../../../src/adapters/state/pass-cache.ts'
import { passKeyOf, type PassPlace } from '../../../src/policy/pass-key.ts'
import { createEntry } from '../../sample-feature.ts'
import { test } from '../../temp-folder.ts'

test('passes are known again, the newest last, and only so many', ({ folder }) => {
  const path = join(folder, 'passes.json')
  expect(readPasses(path)).toEqual([])
  writePasses(path, [{ key: 'a' }, { key: 'b' }])
  writePasses(path, [{ key: 'a' }])
  expect(readPasses(path).map(({ key }) => key)).toEqual(['b', 'a'])
  writePasses(
    path,
    Array.from({ length: 100 }, (_, index) => ({ key: `k${index}` })),
  )
  expect(readPasses(path)).toHaveLength(64)
  expect(readPasses(path).at(-1)).toEqual({ key: 'k99' })
})

test('nothing is written where nothing passed, and what cannot be read is as good as nothing', ({
  folder,
}) => {
  const path = join(folder, 'passes.json')
  writePasses(path, [])
  expect(existsSync(path)).toBe(false)
  for (const text of ['', '{', '[]', '{"passes":3}', 'null']) {
    writeFileSync(path, text)
    expect(readPasses(path)).toEqual([])
  }
})

test('a pass belongs to one tree, one command, one environment and one level of containment', () => {
  const entry = createEntry('tests')
  const env = { PATH: '/bin', CI: '1' }
  const at = (variables: Readonly<Record<string, string>>, containment = 'none'): PassPlace => ({
    env: variables,
    containment,
  })
  const key = passKeyOf('tree', entry, at(env))
  const shuffled = at({ CI: '1', PATH: '/bin', SHLVL: '3', PWD: '/x' })
  expect(passKeyOf('tree', createEntry('tests'), shuffled)).toBe(key)
  const others = [
    passKeyOf('other', entry, at(env)),
    passKeyOf('tree', { ...entry, argv: ['other'] }, at(env)),
    passKeyOf('tree', { ...entry, env: { A: 'b' } }, at(env)),
    passKeyOf('tree', { ...entry, expect: [0, 1] }, at(env)),
    passKeyOf('tree', entry, at({ ...env, CI: '0' })),
    passKeyOf('tree', entry, at({ PATH: '/bin' })),
    passKeyOf('tree', entry, at(env, 'process')),
  ]
  expect(new Set([key, ...others]).size).toBe(8)
})
