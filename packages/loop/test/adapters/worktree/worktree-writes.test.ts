import { describe, expect, test } from 'vitest'
import { createWorktreeWrites } from '../../../src/adapters/worktree/worktree-writes.ts'

describe('what was written while somebody looked', () => {
  test('may have been missed', () => {
    const writes = createWorktreeWrites()
    writes.add('before.txt')
    const look = writes.begin()
    writes.add('meanwhile.txt')
    writes.seen(look)
    expect(writes.none()).toBe(false)
    expect(writes.onlyTo(['meanwhile.txt'])).toBe(true)
    expect(writes.onlyTo(['before.txt'])).toBe(false)
  })

  test('may have been missed, also where nobody can name it', () => {
    const writes = createWorktreeWrites()
    const look = writes.begin()
    writes.add()
    writes.seen(look)
    expect(writes.onlyTo(['any.txt'])).toBe(false)
  })

  test('was seen, where it was written before', () => {
    const writes = createWorktreeWrites()
    writes.add('a.txt')
    writes.add()
    writes.seen(writes.begin())
    expect(writes.none()).toBe(true)
    writes.add('a.txt')
    expect(writes.none()).toBe(false)
  })

  test('is unknown before the first look', () => {
    expect(createWorktreeWrites().none()).toBe(false)
  })
})
