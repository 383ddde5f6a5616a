import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { shareIgnored } from '../../../src/adapters/worktree/share-ignored.ts'
import { test as folderTest } from '../../temp-folder.ts'

const test = folderTest.extend<{ from: string; to: string }>({
  from: async ({ folder }, use) => {
    const from = join(folder, 'checkout')
    mkdirSync(join(from, 'web', 'node_modules'), { recursive: true })
    writeFileSync(join(from, 'web', 'node_modules', 'x.js'), 'x')
    writeFileSync(join(from, '.env'), 'A=1\n')
    await use(from)
  },
  to: async ({ folder }, use) => {
    const to = join(folder, 'worktree')
    mkdirSync(to)
    await use(to)
  },
})

test('a linked folder is the operator’s own, a copied file is not', ({ from, to }) => {
  expect(shareIgnored(from, to, { link: ['web/node_modules'], copy: ['.env'] })).toEqual(['web/node_modules'])
  expect(readlinkSync(join(to, 'web', 'node_modules'))).toBe(join(from, 'web', 'node_modules'))
  writeFileSync(join(to, '.env'), 'A=2\n')
  expect(readFileSync(join(from, '.env'), 'utf8')).toBe('A=1\n')
})

test('what is not there is left out', ({ from, to }) => {
  expect(shareIgnored(from, to, { link: ['none'], copy: ['none'] })).toEqual([])
  expect(existsSync(join(to, 'none'))).toBe(false)
})

test('doing it twice changes nothing: a link stays, a copy keeps what the worktree made of it', ({
  from,
  to,
}) => {
  const needs = { link: ['web/node_modules'], copy: ['.env'] }
  shareIgnored(from, to, needs)
  writeFileSync(join(to, '.env'), 'mine\n')
  expect(shareIgnored(from, to, needs)).toEqual(['web/node_modules'])
  expect(readFileSync(join(to, '.env'), 'utf8')).toBe('mine\n')
  expect(lstatSync(join(to, 'web', 'node_modules')).isSymbolicLink()).toBe(true)
})

test('a copied link stays a link', ({ from, to }) => {
  symlinkSync('.env', join(from, 'link'))
  shareIgnored(from, to, { link: [], copy: ['link'] })
  expect(readlinkSync(join(to, 'link'))).toBe('.env')
})
