// Everything that is not a test: types, builds, lint, format, dead code, generated files, the lockfile. All of it runs; all problems are shown.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const bin = (name) => join(root, 'node_modules/.bin', name)
const node = (script, ...args) => [process.execPath, [join(root, script), ...args]]

const checks = {
  types: [bin('tsc'), ['-p', 'tsconfig.json']],
  'declarations of the packages': [
    bin('turbo'),
    ['run', 'build', '--output-logs=errors-only', '--no-update-notifier'],
  ],
  lint: [bin('oxlint'), ['--type-aware', '--deny-warnings']],
  format: [bin('oxfmt'), ['--check']],
  boundaries: [bin('turbo'), ['boundaries', '--no-update-notifier']],
  'unused code': [bin('knip'), []],
  'generated schemas': node('tools/generate-schemas.mjs', '--check'),
  'schemas for editors': node('tools/generate-editor-schemas.mjs', '--check'),
  sizes: node('tools/check-sizes.mjs'),
  'lockfile platforms': node('tools/check-platforms.mjs'),
}

// Turbo starts pnpm, which lies in the checkout: `npm run setup` put it there.
const { pnpm } = JSON.parse(readFileSync(join(root, 'tools/pnpm/package.json'), 'utf8')).dependencies
const tools = join(root, `.tools/pnpm-${pnpm}/node_modules/.bin`)
const env = { ...process.env, PATH: `${tools}${delimiter}${process.env.PATH}` }

let passed = 0
const failed = []
for (const [name, [command, args]] of Object.entries(checks)) {
  const { status, error, stdout, stderr } = spawnSync(command, args, { cwd: root, env, encoding: 'utf8' })
  if (status === 0) passed += 1
  else failed.push(name)
  console.log(`${status === 0 ? 'ok  ' : 'FAIL'} ${name}`)
  if (status !== 0) console.log(`${error ?? ''}${stdout ?? ''}${stderr ?? ''}`)
}
console.log(`check: ${passed} passed, ${failed.length} failed`)
process.exitCode = failed.length === 0 ? 0 : 1
