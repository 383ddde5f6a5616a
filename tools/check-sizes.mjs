// Source files stay small: at most 200 lines of code, and half of them at most 60. Functions are limited by the linter.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

const limit = 200
const medianLimit = 60
const files = execFileSync(
  'git',
  ['ls-files', '-co', '--exclude-standard', ':(glob)packages/*/src/**/*.ts', ':(glob)packages/*/bin/*.ts'],
  { encoding: 'utf8' },
)
  .split('\n')
  .filter((file) => file !== '' && !file.includes('/generated/'))

const sizes = files
  .map((file) => ({ file, lines: linesOfCode(readFileSync(file, 'utf8')) }))
  .toSorted((a, b) => a.lines - b.lines)
const median = sizes[Math.floor(sizes.length / 2)].lines
const large = sizes.filter(({ lines }) => lines > limit)
console.log(
  `${sizes.length} source files, median ${median} lines of code, largest ${sizes.at(-1).lines} (${sizes.at(-1).file})`,
)
for (const { file, lines } of large)
  console.error(`${file}: ${lines} lines of code, at most ${limit}: cut it where it says two things`)
if (median > medianLimit) console.error(`the median file has ${median} lines of code, at most ${medianLimit}`)
process.exitCode = large.length === 0 && median <= medianLimit ? 0 : 1

/** Lines that are neither blank nor comment. */
function linesOfCode(text) {
  return text.split('\n').filter((line) => !/^\s*(?:$|\/\/|\/\*|\*)/.test(line)).length
}
