import { expect, test } from 'vitest'
import { parseMarkdownFile } from '@gatecycle/plan-model'
import { unsupportedDemands } from '../../src/policy/unsupported-demands.ts'
import { createGate, createUnit, unitText } from '../sample-feature.ts'

const withKey = (key: string): ReturnType<typeof createGate> => {
  const text = unitText('x').replace('type:', `${key}\ntype:`)
  return createGate([createUnit('T01', { file: parseMarkdownFile('WU.md', text) })])
}

test.each(['unsandboxed: true', 'budget_usd: 2'])(
  'a unit that declares "%s" is refused, and the key is named',
  (key) => {
    const name = key.slice(0, key.indexOf(':'))
    expect(unsupportedDemands(withKey(key))).toEqual([
      `FEAT-2026-0007/T01 declares \`${name}\`, which this version does not do yet: take it out, or wait for it`,
    ])
  },
)

test.each(['repairs:', 'repairs: []', 'unsandboxed: null', 'max_attempts: 2'])(
  '"%s" asks for nothing',
  (key) => {
    expect(unsupportedDemands(withKey(key))).toEqual([])
  },
)
