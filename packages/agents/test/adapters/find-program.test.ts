import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { findProgram } from '../../src/index.ts'
import { test } from '../run-test.ts'

test('a program is found where the system would find it', ({ run: { folder } }) => {
  for (const name of ['a', 'b', 'c']) mkdirSync(join(folder, name))
  writeFileSync(join(folder, 'a', 'agent'), 'text', { mode: 0o644 })
  mkdirSync(join(folder, 'b', 'agent'))
  writeFileSync(join(folder, 'c', 'agent'), '#!/bin/sh\n', { mode: 0o755 })
  symlinkSync('nowhere', join(folder, 'dangling'))
  const path = ['a', 'b', 'c'].map((name) => join(folder, name)).join(':')
  const found = join(folder, 'c', 'agent')

  expect(findProgram('agent', { cwd: '/', path })).toBe(found)
  expect(findProgram('agent', { cwd: folder, path: 'c' })).toBe(found)
  expect(findProgram('agent', { cwd: join(folder, 'c'), path: '/nowhere:' })).toBe(found)
  expect(findProgram('./c/agent', { cwd: folder, path: undefined })).toBe(found)
  expect(findProgram(found, { cwd: '/', path: undefined })).toBe(found)
  expect(findProgram('agent', { cwd: join(folder, 'c'), path: undefined })).toBeUndefined()
  expect(findProgram('sh', { cwd: folder, path: undefined })).toBe('/bin/sh')
  for (const bin of ['agent', './a/agent', './b/agent', './dangling', './missing', '']) {
    expect(findProgram(bin, { cwd: folder, path: undefined }), bin).toBeUndefined()
  }
})
