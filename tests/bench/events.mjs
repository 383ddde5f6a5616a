// How fast logs are checked, and with how much memory; `--large` adds logs of 650 MB.
import { spawnSync } from 'node:child_process'
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { buildSync } from 'esbuild'
import { writeOlderLog, writeSealedLog } from './events/logs.mjs'
import { medians, usage } from './events/measure.mjs'
import { prepareAjvCli, preparePython } from './events/peers.mjs'

const packages = fileURLToPath(new URL('../../packages/', import.meta.url))
const eventCount = 200_000
const rounds = 5
const coldRounds = 15
const pythonEvents = 5000

main(process.argv.slice(2).filter((word) => word.startsWith('--'))).then(
  (exitCode) => {
    process.exitCode = exitCode
  },
  (error) => {
    process.stderr.write(`${error.stack}\n`)
    process.exitCode = 3
  },
)

async function main(args) {
  const folder = mkdtempSync(join(tmpdir(), 'bench-events-'))
  try {
    return await bench(folder, args.includes('--large'))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function bench(folder, isLarge) {
  print(`node ${process.version}, ${availableParallelism()} processors, load ${loadavg()[0].toFixed(1)}`)
  const command = await prepare(folder)
  if (loadavg()[0] > availableParallelism() / 2)
    print('The machine is busy: what is measured in time is too slow.')
  const results = [...throughput(folder, command), ...cold(command), ...memories(folder, command, isLarge)]
  for (const { what, value, target, isMet } of results) {
    const mark = { true: 'ok  ', false: 'MISS' }[String(isMet)] ?? '    '
    print(`${mark} ${what.padEnd(62)} ${value.padStart(12)}  ${target ?? ''}`)
  }
  return results.every(({ isMet }) => isMet !== false) ? 0 : 1
}

/** Builds the command as it is published, and writes the logs. */
async function prepare(folder) {
  const built = spawnSync(process.execPath, [`${packages}gatecycle/build.mjs`], { stdio: 'inherit' })
  if (built.status !== 0) throw new Error('the bins were not built')
  buildSync({
    entryPoints: [`${packages}event-schema/src/index.ts`],
    outfile: join(folder, 'event-schema.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    conditions: ['@gatecycle/source'],
    logLevel: 'warning',
  })
  const { sealEvent } = await import(pathToFileURL(join(folder, 'event-schema.mjs')).href)
  await writeOlderLog(join(folder, 'older.jsonl'), eventCount)
  await writeOlderLog(join(folder, 'sample.jsonl'), pythonEvents)
  await writeSealedLog(join(folder, 'sealed.jsonl'), eventCount, sealEvent)
  await writeSealedLog(join(folder, 'short.jsonl'), 30, sealEvent)
  return (log) => [process.execPath, `${packages}gatecycle/dist/validate-event.js`, join(folder, log)]
}

/** Ours on one processor and on all, beside the peers; every command has its turn in every round. */
function throughput(folder, command) {
  const path = (log) => join(folder, log)
  const one = hasTaskset() ? ['taskset', '-c', '0'] : undefined
  const ajvCli = prepareAjvCli(folder, path('older.jsonl'))
  const python = preparePython(folder, path('sample.jsonl'))
  for (const { missing } of [ajvCli, python]) if (missing !== undefined) print(`SKIPPED: ${missing}`)
  if (one === undefined) print('SKIPPED: one processor, because taskset is missing')
  const pinned = (line) => (one === undefined || line === undefined ? undefined : [...one, ...line])
  const ms = medians(
    {
      older1: pinned(command('older.jsonl')),
      sealed1: pinned(command('sealed.jsonl')),
      ajvCli1: pinned(ajvCli.command),
      older: command('older.jsonl'),
      sealed: command('sealed.jsonl'),
      ajvCli: ajvCli.command,
      python: python.command,
    },
    rounds,
  )
  const [older, sealed, sample] = ['older', 'sealed', 'sample'].map((log) => megabytes(path(`${log}.jsonl`)))
  const perSecond = (what, value, target) => row(what, (value[0] / value[1]) * 1000, 'MB/s', target)
  const count = `${eventCount / 1000},000 events`
  return [
    perSecond(`${count}, ${older.toFixed(0)} MB, version 0, one processor`, [older, ms.older1], 110),
    perSecond(`${count}, ${sealed.toFixed(0)} MB, sealed, one processor`, [sealed, ms.sealed1], 110),
    perSecond(`${count}, ${older.toFixed(0)} MB, version 0, all processors`, [older, ms.older], 180),
    perSecond(`${count}, ${sealed.toFixed(0)} MB, sealed, all processors`, [sealed, ms.sealed], 180),
    perSecond(`ajv-cli ${ajvCli.version}, version 0 as one array, all processors`, [older, ms.ajvCli]),
    row('  times ajv-cli, both on one processor', ms.ajvCli1 / ms.older1, '', 2),
    row('  times ajv-cli, both on all processors', ms.ajvCli / ms.older, '', 2),
    perSecond(`Python jsonschema ${python.version}, ${pythonEvents} events`, [sample, ms.python]),
    row('  times Python jsonschema, on one processor', older / ms.older1 / (sample / ms.python), '', 20),
  ].filter(({ value }) => !value.startsWith('NaN'))
}

/** A start with a short log, against a start of Node that does nothing. */
function cold(command) {
  const ms = medians({ floor: [process.execPath, '-e', '0'], short: command('short.jsonl') }, coldRounds)
  return [
    row('node -e 0', ms.floor, 'ms'),
    row('30 sealed lines, cold', ms.short, 'ms'),
    row('  times node -e 0', ms.short / ms.floor, '', undefined, 2.6),
  ]
}

/** What does not depend on what else the machine does. */
function memories(folder, command, isLarge) {
  const logs = ['older.jsonl', 'sealed.jsonl', ...(isLarge ? ['large.jsonl'] : [])]
  if (isLarge) {
    const older = readFileSync(join(folder, 'older.jsonl'))
    for (let copy = 0; copy < 10; copy += 1) appendFileSync(join(folder, 'large.jsonl'), older)
  }
  return logs.flatMap((log) => {
    const size = megabytes(join(folder, log))
    const { memory, cpuMs } = usage(folder, command(log))
    return [
      row(`memory, ${size.toFixed(0)} MB (${log})`, memory, 'MB', undefined, 150),
      row(`  per second of processor time, both threads together`, (size / cpuMs) * 1000, 'MB/s'),
    ]
  })
}

function row(what, number, unit, atLeast, atMost) {
  const target =
    atLeast === undefined ? (atMost === undefined ? '' : `at most ${atMost}`) : `at least ${atLeast}`
  const isMet =
    target === '' ? undefined : number >= (atLeast ?? 0) && number <= (atMost ?? Number.POSITIVE_INFINITY)
  const value = number.toFixed(unit === '' ? 2 : 0)
  return { what, value: `${value} ${unit}`.trim(), target, isMet }
}

function megabytes(path) {
  return statSync(path).size / 1e6
}

function hasTaskset() {
  return spawnSync('taskset', ['-c', '0', 'true']).status === 0
}

function print(line) {
  process.stdout.write(`${line}\n`)
}
