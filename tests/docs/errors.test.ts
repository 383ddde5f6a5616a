import { exitCodes } from '../../packages/diagnostics/src/index.ts'
import { expect, test } from 'vitest'
import { listSources, readPage, rowsOf } from './pages.ts'

const { text } = readPage('docs/errors.md')
const documented = new Map(
  rowsOf(text, 'Errors').map(([code = '', exit = '']) => [code.replaceAll('`', ''), exit]),
)

test('every error code in the sources is on the page, and the page has no other', () => {
  expect([...documented.keys()].toSorted()).toEqual([...thrownCodes().keys()].toSorted())
})

test('the page names the exit code that the source gives', () => {
  const given = [...thrownCodes()].map(([code, exits]) => [
    code,
    [...exits].toSorted((a, b) => a - b).join(', '),
  ])
  expect(Object.fromEntries(documented)).toEqual(Object.fromEntries(given))
})

test('the errors stand in the order of the alphabet', () => {
  const codes = [...documented.keys()]
  expect(codes).toEqual(codes.toSorted())
})

test('the table of exit codes is the one that the commands use', () => {
  const rows = rowsOf(text, 'Exit codes').map(([code = '', name = '']) => [
    name.replaceAll('`', ''),
    Number(code),
  ])
  expect(Object.fromEntries(rows)).toEqual(exitCodes)
})

/** Every `new AppError('CODE', …)` with the exit codes it is thrown with, and the codes made of system calls. */
function thrownCodes(): ReadonlyMap<string, ReadonlySet<number>> {
  const codes = new Map<string, Set<number>>()
  const add = (code: string, exit: number): void => {
    codes.set(code, (codes.get(code) ?? new Set()).add(exit))
  }
  for (const source of listSources().values()) {
    for (const { index } of source.matchAll(/new AppError\(/gu)) {
      const call = callAt(source, index)
      const code = /new AppError\(\s*'(?<code>[A-Z0-9_]+)'/u.exec(call)?.groups?.['code']
      if (code !== undefined) add(code, exitOf(call))
    }
    const table = /const systemProblems[^{]*\{(?<rows>[^}]*)\}/u.exec(source)?.groups?.['rows'] ?? ''
    for (const [name] of table.matchAll(/^\s+E[A-Z]+/gmu)) add(`SYSTEM_${name.trim()}`, exitCodes.environment)
  }
  return codes
}

/** The text of a call up to the bracket that closes it. */
function callAt(source: string, start: number): string {
  let depth = 0
  for (let at = source.indexOf('(', start); at < source.length; at += 1) {
    if (source[at] === '(') depth += 1
    if (source[at] === ')') depth -= 1
    if (depth === 0) return source.slice(start, at + 1)
  }
  return source.slice(start)
}

function exitOf(call: string): number {
  const name = /exitCode: exitCodes\.(?<name>\w+)/u.exec(call)?.groups?.['name']
  const known: Readonly<Record<string, number>> = exitCodes
  return name === undefined ? exitCodes.usage : (known[name] ?? Number.NaN)
}
