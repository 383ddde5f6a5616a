import type { Part, PartGrammar } from './splice-parts.ts'

/**
 * The statements of a `conftest.py` that decide about tests which do not ask for them: hooks, what is collected, plug-ins, fixtures
 * that every test gets, and all that runs when it is read. Fixtures for whoever asks, and imports, functions and classes that `before` does not
 * have, are as free as the test files that use them, which could say the same in their own text. Undefined where lines end in
 * other ways than the grammar knows.
 */
export function conftestParts(before: string, after: string): PartGrammar | undefined {
  if (/[\f\v\0]|\r(?!\n)/u.test(before + after)) return undefined
  const known = new Set(statementsOf(before).map(({ name }) => name))
  return {
    placeForMore: (text) => text.length,
    partsOf: (text) =>
      statementsOf(text).filter(({ name, start, end }) => !isFree(text.slice(start, end), !known.has(name))),
  }
}

const tokens =
  /"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|#[^\n]*|(?<open>[([{])|(?<close>[)\]}])|\\\n|(?<end>\n)/gu

/** Statements of the first level, each with its decorators and all that is indented below it. */
function statementsOf(text: string): readonly Part[] {
  const starts = linesOf(text).filter(
    (start, index, all) =>
      /^(?!(?:elif|else|except|finally)\b)[^\s#]/u.test(text.slice(start, start + 10)) &&
      text[all.slice(0, index).findLast((before) => /\S/u.test(text[before] ?? '')) ?? -1] !== '@',
  )
  return starts.map((start, index) => {
    const statement = text.slice(start, starts[index + 1]).trimEnd()
    const end = Math.min(text.length, start + statement.length + 1)
    return { name: nameOf(statement), start, end }
  })
}

/** Where the logical lines begin: a line end inside of brackets or a string is none. */
function linesOf(text: string): readonly number[] {
  const starts = [0]
  let depth = 0
  for (const { index, groups } of text.matchAll(tokens)) {
    if (groups?.['open'] !== undefined) depth += 1
    if (groups?.['close'] !== undefined) depth -= 1
    if (groups?.['end'] !== undefined && depth <= 0) starts.push(index + 1)
  }
  return starts
}

const definition = /^(?:async\s+def|def|class)\s+(\w+)/mu

/** What is defined or assigned, else the statement itself. */
function nameOf(statement: string): string {
  const [, defined] = definition.exec(statement) ?? /^(\w+)\s*(?::[^=\n]+)?=(?!=)/u.exec(statement) ?? []
  return defined ?? statement.replaceAll(/\s+/gu, ' ').trim()
}

/** By their names pytest finds hooks and what it collects (docs.pytest.org, API reference). */
const telling = /^(?:pytest|collect_ignore|__)/u

/** A module is no hook, whatever it is called. */
const bringsHooks = /[;*]|\bas\s+pytest_|^from[\s\S]*\bimport\b[\s\S]*(?:[\s(,])pytest_/u

function isFree(statement: string, isNew: boolean): boolean {
  if (/^(?:from|import)\b/u.test(statement)) return isNew && !bringsHooks.test(statement)
  const [, defined = ''] = definition.exec(statement) ?? []
  if (defined === '' || telling.test(defined) || !isPlain(statement)) return false
  const [decorators = ''] = statement.split(definition)
  if (/^@(?:pytest\.|pytest_asyncio\.)?fixture\b/mu.test(decorators))
    return !/\bautouse\b|\*/u.test(decorators)
  return isNew && decorators.trim() === ''
}

/** One definition and nothing beside it: no other line at the margin, nothing assigned on the way. */
function isPlain(statement: string): boolean {
  const atMargin = statement.split('\n').filter((line) => /^[^\s#@)\]}]/u.test(line))
  return atMargin.length === 1 && !statement.includes(':=')
}
