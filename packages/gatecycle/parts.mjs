// What a bin is made of: a file for itself, and parts that are read when they are called for.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const packages = fileURLToPath(new URL('..', import.meta.url))

/** Libraries that seldom, or only some commands, need: what is imported → its part, and the package that depends on it. */
const libraries = {
  'ajv/dist/2020.js': { part: 'ajv', of: 'validate-event' },
  execa: { part: 'execa', of: 'agents' },
  'proper-lockfile': { part: 'proper-lockfile', of: 'loop' },
  'simple-git': { part: 'simple-git', of: 'loop' },
  yaml: { part: 'yaml', of: 'plan-model' },
}

/** The programs whose commands are a part. Their trees are in the bins, so that a help reads nothing else. */
const programs = ['loop', 'plan-lint', 'validate-event']

/** Part → what it is made of. */
export const parts = {
  // One copy for all: an error that a part throws is known to the bin.
  diagnostics: `${packages}diagnostics/src/index.ts`,
  'range-worker': `${packages}validate-event/src/adapters/range-worker.ts`,
  'rule-pages': `${packages}plan-lint/src/generated/rule-pages.ts`,
  ...Object.fromEntries(programs.map((name) => [`${name}-commands`, `part:${name}-commands`])),
  ...Object.fromEntries(Object.values(libraries).map(({ part }) => [part, `part:${part}`])),
}

/**
 * The plugin of esbuild that cuts along the parts; `folder` is where they are, seen from the files that it bundles.
 * Static imports of what is seldom called are calls of the part, too.
 */
export function cutAtParts(folder) {
  return {
    name: 'cut-at-parts',
    setup(builder) {
      builder.onResolve({ filter: /^part:/ }, ({ path }) => ({ path, namespace: 'part' }))
      builder.onLoad({ filter: /picocolors\.js$/ }, ({ path }) => ({ contents: withoutProcess(path) }))
      builder.onLoad({ filter: /.*/, namespace: 'part' }, ({ path }) => sourceOf(path.slice('part:'.length)))
      builder.onResolve({ filter: /.*/ }, (imported) => {
        const part = partOf(imported)
        return part === undefined ? undefined : { path: `${folder}/${part}.js`, external: true }
      })
      builder.onResolve(
        { filter: /^(?:yaml|node:crypto|node:child_process|js-yaml)$/ },
        ({ path, importer }) => (seldom[path].by.test(importer) ? { path, namespace: 'seldom' } : undefined),
      )
      builder.onResolve({ filter: /.*/, namespace: 'seldom' }, ({ path }) => ({ path, external: true }))
      builder.onLoad({ filter: /.*/, namespace: 'seldom' }, ({ path }) => ({
        contents: callsOf(seldom[path], folder),
      }))
    },
  }
}

/** We say whether there is colour; picocolors would look for itself, and make a stream of standard output to do so. */
function withoutProcess(path) {
  return `const process = {}\n${readFileSync(path, 'utf8')}`
}

function partOf({ path, importer, kind, namespace }) {
  if (namespace === 'part' || namespace === 'seldom' || kind === 'entry-point') return undefined
  if (path === '@gatecycle/diagnostics') return 'diagnostics'
  if (kind !== 'dynamic-import') return undefined
  if (path.endsWith('/rule-pages.ts')) return 'rule-pages'
  const program = /[\\/](?<name>[\w-]+)[\\/]src[\\/][\w-]+\.ts$/u.exec(importer)?.groups.name
  const isCommand = programs.includes(program) && path.startsWith('./commands/')
  return isCommand ? `${program}-commands` : libraries[path]?.part
}

function sourceOf(part) {
  const [path, library] = Object.entries(libraries).find(([, entry]) => entry.part === part) ?? []
  if (library !== undefined)
    return { contents: `module.exports = require('${path}')`, resolveDir: `${packages}${library.of}` }
  const resolveDir = `${packages}${part.replace(/-commands$/u, '')}/src`
  // The tree may lie in several files beside each other.
  const files = readdirSync(resolveDir).filter((name) => name.endsWith('.ts'))
  const trees = files.map((name) => readFileSync(`${resolveDir}/${name}`, 'utf8')).join('')
  const commands = [...trees.matchAll(/import\('(?<path>\.\/commands\/[\w-]+\.ts)'\)/gu)]
  const paths = new Set(commands.map((match) => match.groups.path))
  return { contents: [...paths].map((path) => `export * from '${path}'\n`).join(''), resolveDir }
}

/** Functions that are imported statically and called seldom; another name ends the build. `by` is who imports them. */
const seldom = {
  yaml: {
    by: /plan-model/u,
    names: ['isAlias', 'isMap', 'isScalar', 'isSeq', 'parseDocument'],
    load: (folder) => `require('${folder}/yaml.js')`,
  },
  'node:crypto': {
    by: /plan-model/u,
    names: ['createHash'],
    load: () => "process.getBuiltinModule('node:crypto')",
  },
  'node:child_process': {
    by: /node_modules[\\/]commander/u,
    names: ['spawn'],
    load: () => "process.getBuiltinModule('node:child_process')",
  },
  // gray-matter brings a parser of its own; ours is given to it with every call.
  'js-yaml': {
    by: /node_modules[\\/]gray-matter/u,
    names: ['safeDump', 'safeLoad'],
    load: () => '{}',
  },
}

function callsOf({ names, load }, folder) {
  const exported = names.map((name) => `export const ${name} = (...args) => load().${name}(...args)\n`)
  return `let loaded\nconst load = () => (loaded ??= ${load(folder)})\n${exported.join('')}`
}
