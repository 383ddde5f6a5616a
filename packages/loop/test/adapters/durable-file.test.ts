import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import {
  hasCode,
  isMissing,
  openDurableLines,
  readIfThere,
  replaceDurably,
} from '../../src/adapters/durable-file.ts'
import { test } from '../temp-folder.ts'

test('a text is appended whole, also to a file that is not there yet', ({ folder }) => {
  const path = join(folder, 'deep', 'log')
  const lines = openDurableLines(path)
  lines.append('é\n')
  lines.append('x'.repeat(1_000_000))
  expect(readFileSync(path, 'utf8')).toBe(`é\n${'x'.repeat(1_000_000)}`)
})

test('a file that was replaced meanwhile gets the next line when that was said', ({ folder }) => {
  const path = join(folder, 'log')
  const lines = openDurableLines(path)
  lines.append('old\n')
  lines.letGo()
  replaceDurably(path, 'new\n')
  lines.append('next\n')
  expect(readFileSync(path, 'utf8')).toBe('new\nnext\n')
})

test('a file is replaced whole, its folders are made, and nothing else is left in them', ({ folder }) => {
  const path = join(folder, 'a', 'b', 'file')
  replaceDurably(path, 'first, and longer')
  replaceDurably(path, 'second')
  expect(readFileSync(path, 'utf8')).toBe('second')
  expect(readdirSync(join(folder, 'a', 'b'))).toEqual(['file'])
})

test('what cannot be written leaves the old file as it was', ({ folder }) => {
  const path = join(folder, 'file')
  replaceDurably(path, 'old')
  mkdirSync(`${path}.${process.pid}.tmp`)
  expect(() => replaceDurably(path, 'new')).toThrow('EISDIR')
  expect(readFileSync(path, 'utf8')).toBe('old')
})

test('a file that is not there has no text; one that cannot be read is an error', ({ folder }) => {
  writeFileSync(join(folder, 'file'), 'text')
  expect(readIfThere(join(folder, 'file'))).toBe('text')
  expect(readIfThere(join(folder, 'nope'))).toBeUndefined()
  expect(readIfThere(join(folder, 'file', 'below'))).toBeUndefined()
  expect(() => readIfThere(folder)).toThrow('EISDIR')
})

test('an error is told by its code', () => {
  const error = Object.assign(new Error('x'), { code: 'ENOTDIR' })
  expect([isMissing(error), hasCode(error, 'ENOTDIR'), hasCode(error, 'EIO'), isMissing('ENOENT')]).toEqual([
    true,
    true,
    false,
    false,
  ])
})
