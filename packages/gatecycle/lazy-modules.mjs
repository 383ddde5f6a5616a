// What a command may never need is read when it is first called, although its callers are synchronous.
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const here = fileURLToPath(new URL('.', import.meta.url))

/**
 * Modules that are imported statically and called seldom, with the functions that are called; another name ends the
 * build. `by` is who imports them.
 */
const modules = {
  yaml: {
    by: /plan-model/u,
    names: ['isAlias', 'isMap', 'isScalar', 'isSeq', 'parseDocument'],
    load: "require('./yaml.cjs')",
  },
  'node:crypto': {
    by: /plan-model/u,
    names: ['createHash'],
    load: "process.getBuiltinModule('node:crypto')",
  },
  'node:child_process': {
    by: /node_modules[\\/]commander/u,
    names: ['spawn'],
    load: "process.getBuiltinModule('node:child_process')",
  },
}

/** Packages of packages that are replaced by functions nobody may call: gray-matter splits, and never parses. */
const replaced = { 'js-yaml': ['safeLoad', 'safeDump'] }

/** The plugin of esbuild. What it loads by `require('./…')` stands beside the chunks: `writeLazyFiles`. */
export const lazyModules = {
  name: 'lazy-modules',
  setup(builder) {
    builder.onResolve({ filter: /^(?:yaml|node:crypto|node:child_process)$/ }, ({ path, importer }) =>
      modules[path].by.test(importer) ? { path, namespace: 'lazy' } : undefined,
    )
    builder.onLoad({ filter: /.*/, namespace: 'lazy' }, ({ path }) => ({
      contents: lazySource(modules[path]),
    }))
    builder.onResolve({ filter: /\.cjs$/, namespace: 'lazy' }, ({ path }) => ({ path, external: true }))
    builder.onResolve({ filter: /^js-yaml$/ }, ({ path }) => ({ path, namespace: 'replaced' }))
    builder.onLoad({ filter: /.*/, namespace: 'replaced' }, ({ path }) => ({
      contents: replaced[path].map((name) => `exports.${name} = ${refusal(path)}\n`).join(''),
    }))
  },
}

function lazySource({ names, load }) {
  const exported = names.map((name) => `export const ${name} = (...args) => load().${name}(...args)\n`)
  return `let loaded\nconst load = () => (loaded ??= ${load})\n${exported.join('')}`
}

function refusal(path) {
  return `() => { throw new Error(${JSON.stringify(`${path} is not bundled`)}) }`
}

/** The files that `require('./…')` of a chunk finds beside it. */
export async function writeLazyFiles(folder) {
  await build({
    absWorkingDir: here,
    stdin: {
      contents: `export { ${modules.yaml.names.join(', ')} } from 'yaml'`,
      resolveDir: `${here}../plan-model`,
    },
    outfile: `${folder}/yaml.cjs`,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20.19',
    legalComments: 'linked',
    logLevel: 'warning',
  })
}
