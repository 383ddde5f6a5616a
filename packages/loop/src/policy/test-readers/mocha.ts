import { toReading, type TestBlock, type TestReader } from './test-reading.ts'

/** mocha (https://mochajs.org/#reporters): the end of its reporters for people, which node-tap before version 15 has as well. */
export const mocha: TestReader = {
  runner: 'mocha',
  read(lines) {
    const blocks: TestBlock[] = []
    for (const line of lines) {
      const { count = '', word = '' } = summaryLine.exec(line)?.groups ?? {}
      const last = blocks.at(-1)
      const number = Number(count)
      if (word === 'passing') blocks.push({ passed: number, failed: 0, skipped: 0, cases: [] })
      // Both stand below the tests that passed, where there are any of them.
      else if (word === 'pending' && last !== undefined)
        blocks[blocks.length - 1] = { ...last, skipped: number }
      else if (word === 'failing' && last !== undefined)
        blocks[blocks.length - 1] = { ...last, failed: number }
    }
    return toReading('mocha', blocks)
  },
}

const summaryLine = /^ {2}(?<count>\d+) (?<word>passing(?= \()|pending$|failing$)/u
