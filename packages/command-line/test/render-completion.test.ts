import { completeInShell, hasShell } from '@gatecycle/test-kit'
import { describe, expect, test } from 'vitest'
import { renderCompletion, shells } from '../src/index.ts'
import { sampleCommand } from './sample-command.ts'

describe.each(shells)('%s, the real one (skipped where it is not installed),', (shell) => {
  const script = renderCompletion(shell, [sampleCommand])

  test.skipIf(!hasShell(shell)).each([
    ['sample p', ['paint']],
    ['/usr/bin/sample w', ['wash']],
    ['sample paint --c', ['--coats', '--colour']],
    ['sample paint --colour ', ['green', 'red']],
    ['sample paint --colour g', ['green']],
    ['sample --json wash w', ['wall']],
    ['sample paint wall --d', ['--dry-run']],
    ['sample paint x', []],
    ['sample wash --c', []],
    // fish offers options once a dash is typed, the others at once.
    ['sample wash ', ['door', ...(shell === 'fish' ? [] : ['--help']), 'wall']],
  ])('completes "%s"', (line, offered) => {
    expect(completeInShell(shell, script, line)).toEqual(offered.toSorted())
  })
})

test.each(shells)('the script for %s is made of the tree', (shell) => {
  expect(renderCompletion(shell, [sampleCommand])).toMatchSnapshot()
})
