// Makes the schemas for editors in schemas/ from the tables that parser and linter read by. `--check` writes nothing and
// exits 1 when a file differs from what would be written.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { editorSchemas } from './schemas/editor-schemas.mjs'

const root = new URL('../schemas/', import.meta.url)
const check = process.argv.includes('--check')
const files = Object.entries(await editorSchemas()).map(([name, schema]) => [name, render(schema)])
const stale = files.filter(([name, text]) => readIfThere(new URL(name, root)) !== text)
for (const [name, text] of stale) {
  if (check) console.error(`stale: schemas/${name} (node tools/generate-editor-schemas.mjs)`)
  else writeFileSync(new URL(name, root), text)
}
if (check) process.exitCode = stale.length === 0 ? 0 : 1
else console.log(`${stale.length} of ${files.length} schemas written`)

/** As the formatter of this repository has it: a list of words on one line where it fits. */
function render(schema) {
  const text = JSON.stringify(schema, null, 2)
  return `${text.replaceAll(
    /^( *)(.*)\[\n([^[\]{}]*)\n *\](,?)$/gmu,
    (whole, ...[indent, start, items, comma]) => {
      const line = `${indent}${start}[${items
        .split('\n')
        .map((item) => item.trim())
        .join(' ')}]${comma}`
      return line.length <= 110 ? line : whole
    },
  )}\n`
}

function readIfThere(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined
}
