import { expect, test } from 'vitest'
import { createMarkedOutput } from '../../../src/adapters/git/marked-output.ts'

test('an output is whole when its marker is, wherever the chunks end, and what only looks like it is content', () => {
  const content = Buffer.from([0, 255, ...Buffer.from('mark 1\nmar\nmark x\n')])
  const whole = Buffer.concat([content, Buffer.from('mark 128\n')])
  for (let size = 1; size <= whole.length; size += 1) {
    const output = createMarkedOutput('mark')
    for (let at = 0; at < whole.length; at += size) {
      // Between two commands nothing is read: a chunk never goes beyond a marker.
      if (at > content.length) expect(output.isWhole()).toBe(false)
      output.push(whole.subarray(at, at + size))
    }
    expect(output.isWhole()).toBe(true)
    expect(output.take()).toEqual({ bytes: content, word: '128' })
    output.push(Buffer.from('mark 0\n'))
    expect(output.take()).toEqual({ bytes: Buffer.alloc(0), word: '0' })
  }
})
