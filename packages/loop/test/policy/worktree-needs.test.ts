import { expect, test } from 'vitest'
import { verificationMapping, worktreeNeedsOf } from '../../src/policy/worktree-needs.ts'

const needs = (text: string): ReturnType<typeof worktreeNeedsOf> => worktreeNeedsOf(verificationMapping(text))

test('what a fresh worktree lacks is read', () => {
  const text =
    'setup:\n  - {name: install, run: [npm, ci]}\nsetup_key: [a.lock]\nlink: [node_modules/, cache]\ncopy: .env\n'
  expect(needs(text)).toMatchObject({
    setup: [{ name: 'install', argv: ['npm', 'ci'] }],
    setupKey: ['a.lock'],
    link: ['node_modules', 'cache'],
    copy: ['.env'],
  })
})

test.each(['', 'code: []\n', 'not yaml: [', '- a list\n'])(
  '%j needs nothing, and lock files decide about setup',
  (text) => {
    const found = needs(text)
    expect([found.setup, found.link, found.copy]).toEqual([[], [], []])
    expect(found.setupKey).toContain('package-lock.json')
  },
)

test('a path that leads out of the repository is left out', () => {
  expect(needs('link: [/etc, ../x, a/../../b, "", "/", ok]\ncopy: [..]\n')).toMatchObject({
    link: ['ok'],
    copy: [],
  })
})
