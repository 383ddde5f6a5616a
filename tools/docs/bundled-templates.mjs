import { readFileSync } from 'node:fs'

const names = ['config.yml', 'verification.yml', 'roadmap.md', 'LEARNINGS.md', 'rules/README.md']

/** The templates that `loop init` writes, as a module, so that they are inside the bundle: path → text. */
export async function renderBundledTemplates() {
  const entries = names.map((name) => {
    const text = readFileSync(new URL(`../../templates/${name}`, import.meta.url), 'utf8')
    return `  ${JSON.stringify(name)}: ${JSON.stringify(text)},\n`
  })
  const head = '// Made by `pnpm docs:update` from templates/.\n'
  const text = `${head}export const templates: Readonly<Record<string, string>> = {\n${entries.join('')}}\n`
  return new Map([['packages/loop/src/generated/templates.ts', text]])
}
