import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/** Bundles the fixtures: node cannot run TypeScript itself in every version we support. */
export async function bundleFixtures(): Promise<{
  readonly folder: string
  readonly script: (name: 'rival' | 'reuse') => string
  readonly remove: () => void
}> {
  const folder = mkdtempSync(join(tmpdir(), 'gatecycle-lock-'))
  await build({
    entryPoints: ['rival', 'reuse'].map((name) =>
      fileURLToPath(new URL(`fixtures/${name}.ts`, import.meta.url)),
    ),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    conditions: ['@gatecycle/source'],
    banner: {
      js: "import { createRequire as fromHere } from 'node:module';const require = fromHere(import.meta.url);",
    },
    logLevel: 'error',
  })
  return {
    folder,
    script: (name) => join(folder, `${name}.mjs`),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
