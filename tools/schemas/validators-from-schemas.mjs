// The compiled validators: plain code that needs no schema library when it runs.
import { fileURLToPath } from 'node:url'
import { Ajv2020 } from 'ajv/dist/2020.js'
import standalone from 'ajv/dist/standalone/index.js'
import { buildSync } from 'esbuild'

const here = fileURLToPath(new URL('.', import.meta.url))
const proseKeys = new Set(['$schema', 'title', 'description', 'examples'])

export function validatorsFromSchemas(versions) {
  const ajv = new Ajv2020({
    allErrors: true,
    allowUnionTypes: true,
    messages: false,
    unicodeRegExp: false,
    inlineRefs: false,
    // checked by hand: a full date-time check in a validator costs more than all the rest of it
    formats: { 'date-time': true },
    code: { source: true, esm: true, lines: true },
  })
  const names = {}
  for (const [version, { envelope, payloads }] of Object.entries(versions)) {
    names[version] = { envelope: `envelope${version}`, payloads: {} }
    add(ajv, withoutLookups(envelope))
    for (const [type, schema] of Object.entries(payloads)) {
      add(ajv, schema)
      names[version].payloads[type] = `${type}${version}`
    }
  }
  const ids = Object.entries(versions).flatMap(([version, { envelope, payloads }]) => [
    [names[version].envelope, envelope.$id],
    ...Object.entries(payloads).map(([type, schema]) => [names[version].payloads[type], schema.$id]),
  ])
  return typed(bundle(standalone.default(ajv, Object.fromEntries(ids)), names))
}

function add(ajv, schema) {
  if (!ajv.validateSchema(schema)) throw new Error(`${schema.$id}: ${ajv.errorsText()}`)
  ajv.addSchema(bare(schema))
}

/**
 * The event type is looked up anyway, and `prev` and `hash` are compared with digests by whoever reads a whole log:
 * what is checked there would be done twice here.
 */
export function withoutLookups(envelope) {
  const text = { type: 'string' }
  const properties = { ...envelope.properties, event_type: text }
  return {
    ...envelope,
    properties: 'hash' in properties ? { ...properties, prev: text, hash: text } : properties,
  }
}

/**
 * Without what only people read, without a pattern beside a format that is checked by hand, and with counted hex digits
 * written out: that is three times as fast.
 */
export function bare(schema) {
  return JSON.parse(JSON.stringify(schema), (key, value) => {
    if (value?.format !== undefined && value.pattern !== undefined) return { ...value, pattern: undefined }
    if (key === 'pattern' && typeof value === 'string')
      return value.replaceAll(/(\[0-9a-f\])\{(\d+)\}/gu, writeOut)
    return proseKeys.has(key) && (typeof value === 'string' || Array.isArray(value)) ? undefined : value
  })
}

function writeOut(_, digit, count) {
  return `(?:${digit.repeat(8)}){${count / 8}}`
}

/** Minified, because the source is read at every start: half the size is half the time. */
function bundle(code, names) {
  const table = Object.entries(names).map(([version, { envelope, payloads }]) => {
    const rows = Object.entries(payloads).map(([type, name]) => `${type}: ${name}`)
    return `${version}: { envelope: ${envelope}, payloads: { ${rows.join(', ')} } }`
  })
  const contents = `${code.replace(/^export /gmu, '')}\nexport const validators = { ${table.join(', ')} }`
  const options = { bundle: true, minify: true, write: false, format: 'esm', target: 'es2022' }
  const built = buildSync({ stdin: { contents, resolveDir: here, loader: 'js' }, ...options })
  return built.outputFiles[0].text
}

function typed(code) {
  const [, body, name] = /^(.*)export\{(\S+) as validators\};\s*$/su.exec(code)
  return `import type { Validators } from '../validators.ts'

${body}
/** The compiled schemas, by version of the envelope. */
export const validators: Readonly<Record<0 | 1, Validators>> = ${name}
`
}
