// Whole processes: time from start to end, and the memory they had at most.
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

// certificates of a machine are read at every start of some versions, and say nothing about a command
const { NODE_EXTRA_CA_CERTS: _, NODE_OPTIONS: __, ...env } = process.env

/** Milliseconds of one run; throws with the output when the process does not succeed. */
export function time([command, ...args]) {
  const start = performance.now()
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    env,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  })
  const ms = performance.now() - start
  if (status !== 0)
    throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? status}\n${stdout}${stderr}`)
  return ms
}

/** Medians of so many rounds in which every command (undefined is none) has its turn, so that a slow moment hits all of them. */
export function medians(commands, rounds) {
  const present = Object.entries(commands).filter(([, command]) => command !== undefined)
  const times = Object.fromEntries(present.map(([name]) => [name, []]))
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, command] of present) times[name].push(time(command))
  }
  return Object.fromEntries(Object.entries(times).map(([name, all]) => [name, median(all)]))
}

/** The most memory a Node process had, in MB, and the time of processors it took, in milliseconds: both are its own. */
export function usage(folder, [command, ...args]) {
  const hook = join(folder, 'usage.cjs')
  const report = join(folder, 'usage.json')
  writeFileSync(
    hook,
    `if (require('worker_threads').isMainThread) process.on('exit', () =>
      require('fs').writeFileSync(${JSON.stringify(report)}, JSON.stringify(process.resourceUsage())))`,
  )
  time([command, '--require', hook, ...args])
  const { maxRSS, userCPUTime, systemCPUTime } = JSON.parse(readFileSync(report, 'utf8'))
  return { memory: maxRSS / 1024, cpuMs: (userCPUTime + systemCPUTime) / 1000 }
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]
}
