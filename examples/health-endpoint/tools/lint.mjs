// The second verification command: every module parses, and src/ writes to no console.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'

const FOLDERS = ['src', 'test', 'tools', 'agent']

const files = FOLDERS.flatMap(listModules)
const findings = files.flatMap((file) => [...findSyntaxError(file), ...findConsoleCalls(file)])

for (const finding of findings) process.stdout.write(`${finding}\n`)
process.stdout.write(`${files.length} files, ${findings.length} findings\n`)
// A checker that found nothing to check has not checked anything.
process.exitCode = files.length > 0 && findings.length === 0 ? 0 : 1

function listModules(folder) {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true })
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((name) => name.endsWith('.mjs'))
    .toSorted()
}

function findSyntaxError(file) {
  const { status, stderr } = spawnSync(process.execPath, ['--check', file], { encoding: 'utf8' })
  return status === 0 ? [] : [`${file}: does not parse\n${stderr.trim()}`]
}

function findConsoleCalls(file) {
  if (!file.startsWith('src/')) return []
  const lines = readFileSync(file, 'utf8').split('\n')
  return lines.flatMap((line, index) =>
    /\bconsole\.log\b/.test(line) ? [`${file}:${index + 1}: console.log is not allowed in src/`] : [],
  )
}
