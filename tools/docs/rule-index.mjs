import { readFileSync } from 'node:fs'
import { loadSource } from './load-source.mjs'

const groups = {
  PL0: 'Files and front matter',
  PL1: 'Task graph',
  PL2: 'Gates and closing units',
  PL3: 'Units',
  PL4: 'Verification commands',
}

/** The list of all rules for docs/, made from the rules themselves. */
export async function renderRuleIndex() {
  const { rules } = await loadSource('packages/plan-lint/src/index.ts')
  const sections = Object.entries(groups).map(([prefix, title]) => {
    const rows = rules.filter(({ code }) => code.startsWith(prefix)).map(toRow)
    return `## ${title}\n\n| rule | severity | summary |\n|---|---|---|\n${rows.join('\n')}\n`
  })
  return new Map([['docs/rules.md', `${head(rules)}\n${sections.join('\n')}`]])
}

/** The pages and the version as modules, so that they are inside the bundle: path → text. */
export async function renderBundledPages(pages) {
  const { version } = JSON.parse(
    readFileSync(new URL('../../packages/plan-lint/package.json', import.meta.url), 'utf8'),
  )
  const entries = [...pages]
    .map(([path, text]) => [path.replace(/^.*\/|\.md$/gu, ''), text])
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, text]) => `  ${JSON.stringify(name)}: ${JSON.stringify(text)},\n`)
  const folder = 'packages/plan-lint/src/generated'
  return new Map([
    [
      `${folder}/rule-pages.ts`,
      `// Made by \`pnpm docs:update\` from docs/rules/.\nexport const rulePages: Readonly<Record<string, string>> = {\n${entries.join('')}}\n`,
    ],
    [
      `${folder}/version.ts`,
      `// Made by \`pnpm docs:update\` from package.json.\nexport const version: string = ${JSON.stringify(version)}\n`,
    ],
  ])
}

function head(rules) {
  return `# Rules of plan-lint

${rules.length} rules. An *error* is what the loop cannot or must not run; a *warning* is something its author would want to mend; neither is said about
features that are done or abandoned, except where marked *always*. \`plan-lint explain PL101\` prints a rule's page.

<!-- Made by \`pnpm docs:update\` from the rules themselves. -->
`
}

function toRow({ code, name, severity, summary, judges }) {
  const when = judges === 'every-feature' ? `${severity}, always` : severity
  return `| [${code} ${name}](../packages/plan-lint/docs/rules/${name}.md) | ${when} | ${summary.replaceAll('|', '\\|')} |`
}
