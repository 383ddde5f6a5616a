// `pnpm bench <name>`: measures beside the peers, in the same run, in a temporary folder.
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const here = fileURLToPath(new URL('.', import.meta.url))
const names = readdirSync(here)
  .map((file) => file.replace(/\.mjs$/u, ''))
  .filter((name, index, all) => name !== 'run' && all.indexOf(name) === index)
const name = process.argv[2] ?? ''
if (names.includes(name)) await import(new URL(`${name}.mjs`, import.meta.url).href)
else {
  process.stderr.write(`usage: pnpm bench <${names.join('|')}>\n`)
  process.exitCode = 2
}
