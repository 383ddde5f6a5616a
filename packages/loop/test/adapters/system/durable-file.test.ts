import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect } from 'vitest'
import {
  hasCode,
  isMissing,
  openDurableLines,
  readIfThere,
  replaceDurably,
} from '../../../src/adapters/system/durable-file.ts'
import { test } from '../../temp-folder.ts'

test('a pipe, a device and a socket are no files: nobody waits for them', async ({ folder }) => {
  const [pipe, socket] = [join(folder, 'pipe'), join(folder, 'socket')]
  execFileSync('sh', ['-c', 'mkfifo "$0"', pipe])
  symlinkSync('/dev/zero', join(folder, 'zeros'))
  const server = createServer().listen(socket)
  await once(server, 'listening')
  expect([pipe, socket, join(folder, 'zeros')].map(readIfThere)).toEqual([undefined, undefined, undefined])
  server.close()
})

test('a folder where a file is expected is named', ({ folder }) => {
  expect(() => readIfThere(folder)).toThrow(
    expect.objectContaining({ code: 'EISDIR', message: expect.stringContaining(folder) }),
  )
})

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
