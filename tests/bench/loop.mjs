// What the driver itself takes for a unit whose agent and verification do nothing, beside the same work done by hand.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createWorld, loadKit, loop, readEvents } from './loop/world.mjs'

const root = fileURLToPath(new URL('../../', import.meta.url))
const byHand = fileURLToPath(new URL('loop/by-hand.mjs', import.meta.url))
const rounds = 5
const namespace = ['unshare', '-pf', '--mount-proc']
const canCount = spawnSync(namespace[0], [...namespace.slice(1), 'true']).status === 0
const atMost = { unitMs: 60, runMs: 1500, timesByHand: 3.5 }

// Removed at the end: for minutes a file system goes round what was just deleted (ext4), and every new file is dear.
const worlds = []

process.exitCode = 3
const folder = mkdtempSync(join(tmpdir(), 'bench-loop-'))
try {
  process.exitCode = await bench(folder)
} finally {
  for (const repo of worlds) repo.remove()
  rmSync(folder, { recursive: true, force: true })
}

async function bench(folder) {
  if (
    spawnSync(process.execPath, [join(root, 'packages/gatecycle/build.mjs')], { stdio: 'inherit' }).status !==
    0
  )
    throw new Error('the bins were not built')
  const kit = await loadKit(folder)
  const load = loadavg()[0]
  print(
    `node ${process.version}, ${availableParallelism()} processors, load ${load.toFixed(1)}, medians of ${rounds}`,
  )
  const isBusy = load > availableParallelism() / 2
  if (!canCount) print('What git takes is not in the time of processors: unshare -p is not allowed here.')
  if (isBusy) print('The machine is busy: what is measured in time is too slow. The ratio is not.')
  const few = { units: 1, files: 2000 }
  const many = { units: 20, files: 2000 }
  const { ours, hand, whole, checkout } = measure(kit, few, many, rounds)
  const met = [
    row('a unit, 2,000 files, wall', ours.wall, 'ms', atMost.unitMs),
    row('a unit, 2,000 files, processor (driver, git, agent, command)', ours.cpu, 'ms', atMost.unitMs),
    row('  by hand, wall', hand.wall, 'ms'),
    row('  by hand, processor', hand.cpu, 'ms'),
    row('  times by hand, wall', ours.wall / hand.wall, '×', atMost.timesByHand),
    row('  times by hand, processor', ours.cpu / hand.cpu, '×', atMost.timesByHand),
    row('a run of 20 units and its close, wall', whole.wall, 'ms', atMost.runMs),
    row('  its first checkout by hand (git worktree add), wall', checkout, 'ms'),
  ]
  for (const files of [10_000, 100_000]) {
    const { ours, hand } = grow(kit, files)
    row(`a unit, ${files.toLocaleString('en')} files, wall`, ours, 'ms')
    row('  times by hand, wall', ours / hand, '×')
  }
  return met.every(Boolean) ? 0 : 1
}

/** Milliseconds a unit in one world of many files, by the times of its log; and by hand in the same repository. */
function grow(kit, files) {
  const units = 4
  const repo = createWorld(kit, { units, files })
  try {
    time(repo, [process.execPath, loop, 'run'])
    const landed = readEvents(repo)
      .filter(({ event_type: type }) => type === 'unit_committed')
      .map(({ timestamp }) => Date.parse(timestamp))
    if (landed.length <= units)
      throw new Error(`${landed.length} units landed instead of ${units} and a close`)
    return { ours: (landed[units - 1] - landed[0]) / (units - 1), hand: byHandIn(repo, 1, units).wall }
  } finally {
    repo.remove()
  }
}

/** What a unit adds: the run with many less the run with few. All have their turn in every round. */
function measure(kit, few, many, rounds) {
  const all = { few: [], many: [], hand: [] }
  for (let round = 0; round < rounds; round += 1) {
    all.few.push(timeRun(kit, few))
    all.many.push(timeRun(kit, many))
    all.hand.push(timeByHand(kit, few, many))
  }
  const [first, whole, hand] = [medianOf(all.few), medianOf(all.many), medianOf(all.hand)]
  const units = many.units - few.units
  const ours = { wall: (whole.wall - first.wall) / units, cpu: (whole.cpu - first.cpu) / units }
  return { ours, hand, whole, checkout: hand.checkout }
}

function timeRun(kit, shape) {
  return time(keep(createWorld(kit, shape)), [process.execPath, loop, 'run'])
}

function keep(repo) {
  worlds.push(repo)
  return repo
}

function timeByHand(kit, few, many) {
  const repo = keep(kit.createRepo())
  for (let number = 0; number < many.files; number += 1)
    repo.write(`files/${Math.floor(number / 100)}/${number}.txt`, `${number}\n`)
  repo.commitAll('files')
  const worktree = ['git', 'worktree', 'add', '--quiet', '--detach', join(repo.outside, 'by-hand')]
  return { checkout: time(repo, worktree).wall, ...byHandIn(repo, few.units, many.units) }
}

/** What a unit by hand adds in a repository. */
function byHandIn(repo, few, many) {
  const command = (units) => [process.execPath, byHand, repo.path, String(units)]
  // The first time it takes up what lies there.
  time(repo, command(1))
  repo.git('update-ref', '-d', 'refs/heads/by-hand')
  const first = time(repo, command(few))
  repo.git('update-ref', '-d', 'refs/heads/by-hand')
  const whole = time(repo, command(many))
  const units = many - few
  return { wall: (whole.wall - first.wall) / units, cpu: (whole.cpu - first.cpu) / units }
}

/**
 * Milliseconds from start to end, and those of processors that the process and all that it started took (POSIX: times). The shell that
 * runs git for the driver outlives it by a moment: it is waited for where this process may have a pid namespace.
 */
function time(repo, command) {
  const script = '"$@"; code=$?; date +%s%N; sleep 0.1; /bin/true; times; exit "$code"'
  const counted = [...(canCount ? [...namespace, 'sh'] : ['sh']), '-c', script, 'sh', ...command]
  // What making the world left to write is nobody's who is measured.
  spawnSync('sync')
  const start = Date.now()
  const { status, stdout, stderr } = spawnSync(counted[0], counted.slice(1), {
    cwd: repo.path,
    env: repo.env,
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`${command.join(' ')}: ${status}\n${stdout}${stderr}`)
  const lines = stdout.trim().split('\n')
  const end = Number(lines.at(-3)) / 1e6
  const cpu = [...(lines.at(-1) ?? '').matchAll(/(?<m>\d+)m(?<s>[\d.]+)s/gu)].reduce(
    (sum, { groups }) => sum + Number(groups.m) * 60_000 + Number(groups.s) * 1000,
    0,
  )
  return { wall: end - start, cpu }
}

function medianOf(times) {
  const middle = (key) => times.map((one) => one[key]).toSorted((a, b) => a - b)[Math.floor(times.length / 2)]
  return { wall: middle('wall'), cpu: middle('cpu'), checkout: middle('checkout') }
}

function row(what, value, unit, limit) {
  const isMet = limit === undefined ? undefined : value <= limit
  const mark = { true: 'ok  ', false: 'MISS' }[String(isMet)] ?? '    '
  const target = limit === undefined ? '' : `at most ${limit}`
  print(`${mark} ${what.padEnd(64)} ${value.toFixed(1).padStart(8)} ${unit}  ${target}`)
  return isMet !== false
}

function print(line) {
  process.stdout.write(`${line}\n`)
}
