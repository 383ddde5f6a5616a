import { readdirSync, readFileSync } from 'node:fs'
import { createSourceText, scanBody } from '@gatecycle/plan-model'
import { describe, expect, test } from 'vitest'
import { rules } from '../src/index.ts'
import { examplesOf, printExample, readSample } from './rule-page.ts'

const sample = readSample()
const pageOf = (name: string): string =>
  readFileSync(new URL(`../docs/rules/${name}.md`, import.meta.url), 'utf8')
const stems = (folder: string, ending: string): readonly string[] =>
  readdirSync(new URL(folder, import.meta.url))
    .filter((file) => file.endsWith(ending) && file !== 'index.ts')
    .map((file) => file.slice(0, -ending.length))
    .toSorted()

test('codes and names are unique, and rules are in the order of their code', () => {
  const codes = rules.map(({ code }) => code)
  expect(codes).toEqual([...new Set(codes)].toSorted())
  expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length)
})

test('a rule is a source file, a page and a line in the list', () => {
  const names = rules.map(({ name }) => name).toSorted()
  expect(stems('../src/rules/', '.ts')).toEqual(names)
  expect(stems('../docs/rules/', '.md')).toEqual(names)
})

test('the sample feature that completes the examples is correct', () => {
  expect(printExample({ blocks: [], output: undefined }, sample)).toBe('')
})

describe.each(rules.map((rule) => [rule.name, rule] as const))('%s', (name, rule) => {
  const page = pageOf(name)

  test('its page starts with its code, name and summary', () => {
    expect(page.slice(0, page.indexOf('\n## '))).toBe(`# ${rule.code} ${rule.name}\n\n${rule.summary}\n`)
  })

  test('its page says why, what is wrong, what is right, how to mend it and when to leave it', () => {
    const { titles } = scanBody(createSourceText(page), 0)
    expect(titles.filter(({ level }) => level === 2).map(({ text }) => text)).toEqual([
      'Why',
      'Incorrect',
      'Correct',
      'How to fix',
      'When to switch it off',
    ])
  })

  test('reports the incorrect examples of its page exactly as printed there', () => {
    const examples = examplesOf(page, 'Incorrect')
    expect(examples.length).toBeGreaterThan(0)
    for (const example of examples) {
      expect(printExample(example, sample)).toBe(example.output?.text)
      expect(example.output?.text).toContain(` ${rule.code} `)
    }
  })

  test('accepts the correct examples of its page', () => {
    const examples = examplesOf(page, 'Correct')
    expect(examples.length).toBeGreaterThan(0)
    for (const example of examples) expect(printExample(example, sample)).toBe('')
  })
})
