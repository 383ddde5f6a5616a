import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { parsePs } from '../../src/adapters/darwin-processes.ts'
import { mayRepeat, parseStat } from '../../src/adapters/linux-processes.ts'
import { isAlive, lookAgain, readProcessTable, scanProcessTable } from '../../src/adapters/process-table.ts'

const fields = '1 77 77 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 98765 1000 200'

test.each([
  ['a plain name', `42 (node) S ${fields}`, 'node'],
  ['blanks and brackets', `42 (a) S (b) c) R ${fields}`, 'a) S (b) c'],
  ['an empty name', `42 () D ${fields}`, ''],
])('a line of /proc/pid/stat is read with %s', (_, line, name) => {
  expect(parseStat(line)).toEqual({ pid: 42, parent: 1, session: 77, startTime: '98765', name })
})

test.each(['Z', 'X'])('a process in state %s is gone', (state) => {
  expect(parseStat(`42 (node) ${state} ${fields}`)).toBeUndefined()
})

test('lines of ps are read with the environment behind the command', () => {
  const text = [
    '    1     0     1 Ss   Thu Nov 20 06:46:00 2025     /sbin/launchd',
    '  501   499   500 S+   Thu Nov  6 16:46:01 2025     /bin/sh -c x=1 PATH=/bin GATECYCLE_RUN_MARK=abc HOME=/x',
    '  502   501   500 Z    Thu Nov 20 06:46:02 2025     (node)',
    '',
  ].join('\n')
  const table = parsePs(text)
  expect(table.processes).toEqual([
    { pid: 1, parent: 0, session: 1, startTime: 'Thu Nov 20 06:46:00 2025', name: '/sbin/launchd' },
    { pid: 501, parent: 499, session: 500, startTime: 'Thu Nov  6 16:46:01 2025', name: '/bin/sh' },
  ])
  expect(table.hasEntry(501, 'GATECYCLE_RUN_MARK=abc')).toBe(true)
  expect(table.hasEntry(501, 'GATECYCLE_RUN_MARK=ab')).toBe(false)
  expect(table.hasEntry(1, 'GATECYCLE_RUN_MARK=abc')).toBe(false)
})

test('this process is in the table of this system, and alive', () => {
  const self = readProcessTable()?.processes.find(({ pid }) => pid === process.pid)
  expect(self).toMatchObject({ parent: process.ppid })
  expect(self !== undefined && isAlive(self)).toBe(true)
})

test('whoever comes between two scans is seen, and whoever goes is gone at the second look', async () => {
  const before = scanProcessTable()?.processes ?? []
  const child = spawn('sleep', ['60'], { stdio: 'ignore' })
  await once(child, 'spawn')
  const found = scanProcessTable()?.processes.find(({ pid }) => pid === child.pid)
  expect(before.some(({ pid }) => pid === child.pid)).toBe(false)
  expect(found).toMatchObject({ parent: process.pid })
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(found !== undefined && lookAgain(found)).toBeUndefined()
})

test.each([
  ['nobody came', 700, 5000, false],
  ['a few came', 720, 5030, false],
  ['numbers began anew', 400, 5400, true],
  ['so many came that numbers may have begun anew twice', 720, 5000 + 16_384, true],
])('whether numbers may stand for others: %s', (_, youngest, started, expected) => {
  const before = { youngest: 700, started: 5000, highest: 32_768 }
  expect(mayRepeat(before, { youngest, started, highest: 32_768 })).toBe(expected)
})
