import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const dist = join(root, 'packages/gatecycle/dist')
const marker = join(dist, 'with-faults/loop.js')

/**
 * Builds the bins where a source is newer, and gives this test run a copy of its own: a build that somebody starts
 * meanwhile takes nothing away from it.
 */
export default function setUp(): () => void {
  // Bins that were built elsewhere, for example out of a package that was installed.
  if (process.env['GATECYCLE_TEST_BINS'] !== undefined) return () => undefined
  if (!existsSync(marker) || newestSource() > statSync(marker).mtimeMs) {
    execFileSync(process.execPath, [join(root, 'packages/gatecycle/build.mjs')], { stdio: 'inherit' })
  }
  const folder = mkdtempSync(join(tmpdir(), 'gatecycle-bins-'))
  cpSync(dist, folder, { recursive: true })
  process.env['GATECYCLE_TEST_BINS'] = join(folder, 'with-faults')
  return () => rmSync(folder, { recursive: true, force: true })
}

function newestSource(): number {
  const folders = readdirSync(join(root, 'packages'))
    .flatMap((name) => ['src', 'bin'].map((part) => join(root, 'packages', name, part)))
    .filter((folder) => existsSync(folder))
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  )
  const build = readdirSync(join(root, 'packages/gatecycle'))
    .filter((name) => name.endsWith('.mjs'))
    .map((name) => join(root, 'packages/gatecycle', name))
  return Math.max(...[...files, ...build].map((file) => statSync(file).mtimeMs))
}
