#!/usr/bin/env node
// Rewrites the generated parts of the documentation; with --check, only says which are out of date.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { renderBundledTemplates } from './bundled-templates.mjs'
import { renderCommands } from './commands-page.mjs'
import { renderBundledPages, renderRuleIndex } from './rule-index.mjs'
import { renderRulePages } from './rule-pages.mjs'

const root = new URL('../../', import.meta.url)
const check = process.argv.includes('--check')
const pages = await renderRulePages()
const generated = new Map([
  ...pages,
  ...(await renderRuleIndex()),
  ...(await renderBundledPages(pages)),
  ...(await renderBundledTemplates()),
  ...(await renderCommands()),
])
const outdated = [...generated].filter(
  ([path, text]) => !existsSync(new URL(path, root)) || readFileSync(new URL(path, root), 'utf8') !== text,
)
for (const [path, text] of outdated) {
  console.log(`${check ? 'out of date' : 'written'}: ${path}`)
  if (!check) writeFileSync(new URL(path, root), text)
}
if (check && outdated.length > 0) {
  console.log('run: pnpm docs:update')
  process.exitCode = 1
}
