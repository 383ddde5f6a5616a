import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { renderOneLine } from '@gatecycle/diagnostics'
import {
  editFrontMatter,
  loadFeature,
  parseVerification,
  toFeature,
  type FeatureFolder,
} from '@gatecycle/plan-model'
import { corpusRoot } from '@gatecycle/test-kit'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lintFeature, readFeatureFolder } from '../src/index.ts'
import { mutate, mutation } from './mutate-files.ts'
import type { Files } from './rule-page.ts'

const root = corpusRoot()
const state = join(root ?? '', 'gate-cycle/.specfuse')
const names = root === undefined ? [] : readdirSync(join(state, 'features'))

/** A feature that was set to done by hand, before any tool looked at that. */
const leftBehind: Readonly<Record<string, readonly string[]>> = {
  'FEAT-2026-0001-health-endpoint': [
    'PLAN.md:12:9 information PL211 the plan is done, but gate 1 is open, gate 2 is open (require-passed-gates)',
  ],
}

function readFiles(folder: string): Files {
  const plain = readdirSync(folder).filter((name) => /^(?:PLAN|GATE-\d+|WU-.*)\.md$/u.test(name))
  return new Map(plain.map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
}

/** The file as its author wrote it, before anything was done. */
function reopen(name: string, text: string): string {
  if (name === 'PLAN.md') return editFrontMatter(text, { status: 'active' })
  return editFrontMatter(text, { status: name.startsWith('GATE-') ? 'open' : 'pending' })
}

function load(files: Files, folder = 'FEAT'): FeatureFolder {
  return loadFeature({ folder, names: [...files.keys()], read: (name) => files.get(name) })
}

describe.skipIf(root === undefined)(
  'real plans that nobody here wrote (skipped where the corpus is missing)',
  () => {
    test('there are 24 of them', () => {
      expect(names).toHaveLength(24)
    })

    test.each(names)('%s loads and has no finding, but for what older tools left behind', (name) => {
      const folder = readFeatureFolder(join(state, 'features', name))
      const verification = parseVerification(readFileSync(join(state, 'verification.yml'), 'utf8'))
      expect(lintFeature(folder, { verification }).map(renderOneLine)).toEqual(leftBehind[name] ?? [])
      expect(toFeature(folder).gates.length).toBeGreaterThan(0)
    })

    test('judged as if nothing in them had been done, they have no error, and few warnings', () => {
      const codes = names.flatMap((name) => {
        const files = new Map(
          [...readFiles(join(state, 'features', name))].map(([file, text]) => [file, reopen(file, text)]),
        )
        const found = lintFeature(load(files, name), { folders: names })
        return found.map(({ severity, code }) => `${severity} ${code}`)
      })
      const counts = Object.fromEntries(
        [...new Set(codes)].toSorted().map((code) => [code, codes.filter((each) => each === code).length]),
      )
      expect(counts).toMatchInlineSnapshot(`
        {
          "warning PL005": 2,
          "warning PL116": 1,
          "warning PL201": 6,
        }
      `)
    })

    test('changed at random, none of them passes the linter and then fails the driver', () => {
      const plans = names.map((name) => readFiles(join(state, 'features', name)))
      fc.assert(
        fc.property(fc.constantFrom(...plans), fc.array(mutation, { maxLength: 3 }), (files, mutations) => {
          const folder = load(mutations.reduce(mutate, files))
          if (lintFeature(folder).every(({ severity }) => severity !== 'error')) {
            expect(() => toFeature(folder)).not.toThrow()
          }
        }),
        { numRuns: 300 },
      )
    })
  },
)
