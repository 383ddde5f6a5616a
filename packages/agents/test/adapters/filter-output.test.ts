import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { createOutputCapture } from '../../src/adapters/capture-output.ts'
import { test } from '../run-test.ts'

/** Holds back one piece, and takes `secret` out of what it has. */
function createFilter(): { write: (piece: string) => string; end: () => string } {
  let waiting = ''
  return {
    write: (piece) => {
      const shown = waiting.replaceAll('secret', '***')
      waiting = waiting === '' || !'secret'.startsWith(waiting) ? piece : waiting + piece
      return waiting === piece ? shown : ''
    },
    end: () => waiting.replaceAll('secret', '***'),
  }
}

test('what goes into the file goes through a filter for each stream; what is kept and hashed does not', ({
  run,
}) => {
  const outputFile = join(run.folder, 'raw.log')
  const capture = createOutputCapture(
    run.order('agent-silent', [], { outputFile, outputFilter: createFilter, outputCapBytes: 1000 }),
  )
  const euro = Buffer.from('€')
  capture.push(Buffer.from('sec'), 'stdout')
  capture.push(Buffer.from('other'), 'stderr')
  capture.push(Buffer.from('ret'), 'stdout')
  capture.push(euro.subarray(0, 1), 'stdout')
  capture.push(euro.subarray(1), 'stdout')
  const end = capture.finish()
  expect(end.stdout).toMatchObject({ text: 'secret€', bytes: 9 })
  const written = readFileSync(outputFile, 'utf8')
  expect(written).toContain('***')
  expect(written).toContain('€')
  expect(written).toContain('other')
  expect(written).not.toContain('secret')
  expect(end.outputFile).toMatchObject({ bytes: Buffer.byteLength(written), truncated: false })
})
