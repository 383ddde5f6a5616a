// One vitest run over everything, with a report that the last line is counted from.
import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const report = join(root, '.reports/vitest.json')
rmSync(report, { force: true })
const vitest = join(root, 'node_modules/vitest/vitest.mjs')
const reporters = process.env.CI === undefined ? ['--reporter=default'] : ['--reporter=dot']
const args = [
  vitest,
  'run',
  ...reporters,
  '--reporter=json',
  `--outputFile.json=${report}`,
  ...process.argv.slice(2),
]
const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' })

const counts = readCounts()
// A run without a report, without a test or with a broken file has failed, whatever it counted.
const failed = counts.failed + (status !== 0 && counts.failed === 0 ? 1 : 0) + (counts.passed === 0 ? 1 : 0)
for (const title of counts.skippedTitles) console.log(`skipped: ${title}`)
console.log(`\n${counts.passed} passed, ${failed} failed, ${counts.skipped} skipped`)
process.exitCode = failed === 0 ? 0 : 1

function readCounts() {
  try {
    const { numPassedTests, numFailedTests, numPendingTests, testResults } = JSON.parse(
      readFileSync(report, 'utf8'),
    )
    const all = testResults.flatMap(({ assertionResults }) => assertionResults)
    const skippedTitles = all
      .filter(({ status: at }) => at === 'skipped' || at === 'pending')
      .map(({ fullName }) => fullName)
    const brokenFiles = testResults.filter(
      ({ status: at, assertionResults }) =>
        at === 'failed' && assertionResults.every(({ status: s }) => s !== 'failed'),
    )
    return {
      passed: numPassedTests,
      failed: numFailedTests + brokenFiles.length,
      skipped: numPendingTests,
      skippedTitles,
    }
  } catch {
    return { passed: 0, failed: 1, skipped: 0, skippedTitles: [] }
  }
}
