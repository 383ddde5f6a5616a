import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** Imports a TypeScript module of this repository from source: nothing has to be built before. */
export async function loadSource(path) {
  const folder = mkdtempSync(join(tmpdir(), 'gatecycle-docs-'))
  const outfile = join(folder, 'module.mjs')
  try {
    await build({
      absWorkingDir: root,
      entryPoints: [path],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      conditions: ['@gatecycle/source'],
      banner: { js: requireForEsm },
      define: { 'import.meta.url': JSON.stringify(pathToFileURL(join(root, path)).href) },
      logLevel: 'error',
    })
    return await import(pathToFileURL(outfile).href)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The bundle holds CommonJS packages that call `require`. */
const requireForEsm =
  "import { createRequire as toRequire } from 'node:module';const require = toRequire(process.cwd() + '/');"
