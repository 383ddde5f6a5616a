// A native package that has binaries for one system only breaks everybody else's install: every family in the lockfile has all three.
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'

const lock = parse(readFileSync('pnpm-lock.yaml', 'utf8'))
const families = { linux: /linux/, macOS: /darwin/, Windows: /win32|windows/ }
const problems = []
for (const [name, { optionalDependencies = {} }] of Object.entries(lock.snapshots ?? {})) {
  const native = Object.keys(optionalDependencies).filter((dependency) =>
    /(?:linux|darwin|win32|windows)/.test(dependency),
  )
  if (native.length === 0) continue
  for (const [system, pattern] of Object.entries(families)) {
    if (!native.some((dependency) => pattern.test(dependency)))
      problems.push(`${name} has no binary for ${system}`)
  }
}
for (const problem of problems) console.error(problem)
process.exitCode = problems.length === 0 ? 0 : 1
