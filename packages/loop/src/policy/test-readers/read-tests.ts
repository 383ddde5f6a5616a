import { testReaders } from './index.ts'
import { combineReadings, type TestReading } from './test-reading.ts'

/** What the output of a command says about tests; undefined where no known runner can be read in it. */
export function readTests(output: string): TestReading | undefined {
  const lines = withoutColours(output).split(/\r?\n/u)
  return combineReadings(
    testReaders.map(({ read }) => read(lines)).filter((reading) => reading !== undefined),
  )
}

/** Control sequences of terminals (ECMA-48, 5.4): colours, mostly. */
export function withoutColours(text: string): string {
  // oxlint-disable-next-line no-control-regex -- these are the characters that are taken out
  return text.replaceAll(/\u001B\[[0-?]*[ -/]*[@-~]/gu, '')
}
