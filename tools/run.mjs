#!/usr/bin/env node
// The entry of a fresh clone: needs node, npm and git, nothing else. Touches nothing outside this checkout but the caches of npm and pnpm.
import { spawnSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const tools = join(root, '.tools')
const pin = JSON.parse(readFileSync(join(root, 'tools/pnpm/package.json'), 'utf8')).dependencies.pnpm
const home = join(tools, `pnpm-${pin}`)
const pnpm = join(home, 'node_modules/pnpm/bin/pnpm.cjs')
const path = [join(home, 'node_modules/.bin'), join(root, 'node_modules/.bin'), process.env.PATH].join(
  delimiter,
)
const env = {
  ...process.env,
  PATH: path,
  TURBO_TELEMETRY_DISABLED: '1',
  DO_NOT_TRACK: '1',
  npm_config_update_notifier: 'false',
}

const tasks = { setup, demo, test, check }
const [name = '', ...rest] = process.argv.slice(2)
const task = Object.hasOwn(tasks, name) ? tasks[name] : undefined
if (task === undefined) stop(2, `usage: node tools/run.mjs ${Object.keys(tasks).join('|')}`)
needNode(20, 19)
task()

function setup() {
  bootstrap()
  // Development tools are wanted whatever NODE_ENV says; only the install step is told so.
  const install = { ...env, NODE_ENV: 'development' }
  run(
    process.execPath,
    [pnpm, 'install', '--frozen-lockfile', '--prefer-offline', '--reporter=append-only', '--loglevel=warn'],
    { env: install },
  )
  run(process.execPath, [
    join(root, 'node_modules/turbo/bin/turbo'),
    'run',
    'build',
    '--output-logs=errors-only',
    '--no-update-notifier',
  ])
}

function demo() {
  setup()
  run(process.execPath, [join(root, 'tools/demo.mjs'), ...rest])
}

function test() {
  setup()
  run(process.execPath, [join(root, 'tools/test.mjs'), ...rest])
}

function check() {
  setup()
  run(process.execPath, [join(root, 'tools/check.mjs'), ...rest])
}

/** pnpm into .tools, pinned with its digest. Installed elsewhere and renamed, so that two first runs do not meet. */
function bootstrap() {
  if (existsSync(pnpm)) return
  mkdirSync(tools, { recursive: true })
  sweep()
  const temporary = join(tools, `tmp-${process.pid}`)
  rmSync(temporary, { recursive: true, force: true })
  mkdirSync(temporary)
  for (const file of ['package.json', 'package-lock.json'])
    copyFileSync(join(root, 'tools/pnpm', file), join(temporary, file))
  npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], temporary)
  try {
    renameSync(temporary, home)
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true })
    if (!existsSync(pnpm)) throw error
  }
}

/** What killed runs left, once it is an hour old. */
function sweep() {
  for (const entry of readdirSync(tools).filter((entry) => entry.startsWith('tmp-'))) {
    const old = join(tools, entry)
    if (Date.now() - statSync(old).mtimeMs > 3_600_000) rmSync(old, { recursive: true, force: true })
  }
}

function npm(args, cwd) {
  const cli = process.env.npm_execpath
  if (cli !== undefined && /npm-cli\.[cm]?js$/.test(cli)) run(process.execPath, [cli, ...args], { cwd })
  else if (process.platform === 'win32') run('npm.cmd', args, { cwd, shell: true })
  else run('npm', args, { cwd })
}

function run(command, args, options = {}) {
  const { error, status, signal } = spawnSync(command, args, { cwd: root, env, stdio: 'inherit', ...options })
  if (error) stop(1, String(error))
  if (status !== 0) stop(status ?? 1, signal ? `${args.at(0)} was ended by ${signal}` : '')
}

function needNode(major, minor) {
  const [a, b] = process.versions.node.split('.').map(Number)
  if (a < major || (a === major && b < minor))
    stop(1, `Node ${major}.${minor} or newer is needed, this is ${process.version}`)
}

function stop(code, message) {
  if (message !== '') console.error(message)
  process.exit(code)
}
