// How long each command takes to start and answer, against a start of Node that does nothing, in the same run.
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { medians } from './events/measure.mjs'

const root = fileURLToPath(new URL('../../', import.meta.url))
const dist = join(root, 'packages/gatecycle/dist')
const rounds = 15
const atMost = 2.6
const event = {
  timestamp: '2026-01-31T09:30:00Z',
  correlation_id: 'FEAT-2026-0007',
  event_type: 'tool_used',
  source: 'driver',
  source_version: '1',
  payload: { tool: 'x' },
}

process.exitCode = 3
const folder = mkdtempSync(join(tmpdir(), 'bench-start-'))
try {
  process.exitCode = bench(folder)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function bench(folder) {
  const commands = prepare(folder)
  print(
    `node ${process.version}, ${availableParallelism()} processors, load ${loadavg()[0].toFixed(1)}, medians of ${rounds}`,
  )
  if (loadavg()[0] > availableParallelism() / 2)
    print('The machine is busy: what is measured in time is too slow.')
  const { floor, ...times } = medians({ floor: [process.execPath, '-e', '0'], ...commands }, rounds)
  print(`     ${'node -e 0'.padEnd(40)} ${floor.toFixed(1).padStart(7)} ms`)
  const ratios = Object.entries(times).map(([name, ms]) => ({ name, ms, ratio: ms / floor }))
  for (const { name, ms, ratio } of ratios) {
    const mark = ratio <= atMost ? 'ok  ' : 'MISS'
    print(
      `${mark} ${name.padEnd(40)} ${ms.toFixed(1).padStart(7)} ms  ${ratio.toFixed(2)} × (at most ${atMost})`,
    )
  }
  return ratios.every(({ ratio }) => ratio <= atMost) ? 0 : 1
}

/** The bins as they are published, each with a small piece of real work. */
function prepare(folder) {
  if (
    spawnSync(process.execPath, [join(root, 'packages/gatecycle/build.mjs')], { stdio: 'inherit' }).status !==
    0
  )
    throw new Error('the bins were not built')
  const state = join(folder, '.gatecycle')
  cpSync(join(root, 'examples/health-endpoint/.gatecycle'), state, { recursive: true })
  const feature = join(state, 'features/FEAT-2026-0001-health-endpoint')
  const log = join(folder, 'events.jsonl')
  writeFileSync(log, `${JSON.stringify(event)}\n`)
  const lines = {
    'plan-lint <feature>': ['plan-lint', feature],
    'validate-event <log>': ['validate-event', log],
    'loop --help': ['loop', '--help'],
    'gatecycle --help': ['gatecycle', '--help'],
    'gatecycle lint <feature>': ['gatecycle', 'lint', feature],
  }
  return Object.fromEntries(
    Object.entries(lines)
      .map(([name, [bin, ...words]]) => [name, [process.execPath, join(dist, `${bin}.js`), ...words]])
      .filter(([, [, file]]) => existsSync(file)),
  )
}

function print(line) {
  process.stdout.write(`${line}\n`)
}
