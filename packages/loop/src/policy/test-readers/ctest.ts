import {
  toReading,
  type FailingTest,
  type TestBlock,
  type TestCase,
  type TestReader,
} from './test-reading.ts'

/** ctest (https://cmake.org/cmake/help/latest/manual/ctest.1.html): a line for each test, then how many of how many passed. */
export const ctest: TestReader = {
  runner: 'ctest',
  read(lines) {
    const blocks: TestBlock[] = []
    let cases: TestCase[] = []
    for (const line of lines) {
      cases.push(...caseOf(line))
      if (line === 'No tests were found!!!') blocks.push({ passed: 0, failed: 0, skipped: 0, cases: [] })
      const end = /^\d+% tests passed, (?<failed>\d+) tests? failed out of (?<total>\d+)$/u.exec(line)?.groups
      if (end === undefined) continue
      const skipped = cases.filter(({ outcome }) => outcome === 'skipped').length
      const failed = Number(end['failed'])
      blocks.push({ passed: Math.max(0, Number(end['total']) - failed - skipped), failed, skipped, cases })
      cases = []
    }
    return toReading('ctest', blocks, failingTests(lines))
  },
}

/** `2/4 Test #2: breaks ....***Failed    0.00 sec`; a disabled test is not in the total. */
function caseOf(line: string): readonly TestCase[] {
  const found = /^ *\d+\/\d+ Test +#\d+: (?<id>.+?) \.*[ *]+(?<word>[A-Z][A-Za-z :()]*?) +\d+\.\d+ sec/u.exec(
    line,
  )?.groups
  if (found === undefined) return []
  const word = found['word'] ?? ''
  if (word === 'Not Run (Disabled)') return []
  const outcome = word === 'Passed' ? 'passed' : word === 'Skipped' ? 'skipped' : 'failed'
  return [{ id: found['id'] ?? '', outcome }]
}

/** `	  2 - breaks (Failed)`, behind `The following tests FAILED:`; with --output-on-failure its output stands below its line. */
function failingTests(lines: readonly string[]): readonly FailingTest[] {
  const start = lines.indexOf('The following tests FAILED:')
  if (start === -1) return []
  return lines.slice(start + 1).flatMap((line) => {
    const found = /^\t *\d+ - (?<id>.+) \((?<why>[^)]+)\)/u.exec(line)?.groups
    if (found === undefined) return []
    const id = found['id'] ?? ''
    return [{ id, message: outputOf(lines, id) || (found['why'] ?? '') }]
  })
}

function outputOf(lines: readonly string[], id: string): string {
  const at = lines.findIndex((line) => line.includes(`: ${id} `) && / sec\b/u.test(line))
  const said = at === -1 ? [] : lines.slice(at + 1, at + 12)
  const end = said.findIndex((line) => /^ *(?:Start +\d+:|\d+\/\d+ Test)|^\d+% tests passed/u.test(line))
  return said
    .slice(0, end === -1 ? said.length : end)
    .join('\n')
    .trim()
}
