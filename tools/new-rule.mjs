#!/usr/bin/env node
// Writes a new rule of plan-lint: source, page and registration. The rule works at once, so that its tests run; then make it yours.
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const groups = { 0: 'files', 1: 'task graph', 2: 'gates', 3: 'units', 4: 'verification' }
const [name = '', group = '', into] = process.argv.slice(2)
const root = into ?? dirname(dirname(fileURLToPath(import.meta.url)))
const rules = join(root, 'packages/plan-lint/src/rules')

const problem = whyNot()
if (problem === undefined) createRule()
else {
  console.error(`new-rule: ${problem}`)
  console.error('usage: pnpm new-rule <no-…|require-…> <group>, for example: pnpm new-rule require-owner 0')
  console.error(
    `groups: ${Object.entries(groups)
      .map(([digit, title]) => `${digit} ${title}`)
      .join(', ')}`,
  )
  process.exitCode = 2
}

function whyNot() {
  if (!/^(?:no|require)-[a-z]+(?:-[a-z]+)*$/u.test(name))
    return `"${name}" is not a name such as require-owner`
  if (!Object.hasOwn(groups, group)) return `"${group}" is not a group`
  return existsSync(join(rules, `${name}.ts`)) ? `the rule ${name} exists` : undefined
}

function createRule() {
  const code = nextCode()
  const files = {
    [`packages/plan-lint/src/rules/${name}.ts`]: sourceOf(code),
    [`packages/plan-lint/docs/rules/${name}.md`]: pageOf(code),
    'packages/plan-lint/src/rules/index.ts': register(),
  }
  for (const [path, text] of Object.entries(files)) {
    writeFileSync(join(root, path), text)
    console.log(`written: ${path}`)
  }
  console.log(`${code} ${name} works as an example. Now:
  1. change check, summary and severity in the source
  2. change the examples and the text of the page
  3. pnpm docs:update        fills in the outputs, the index and the bundled pages
  4. pnpm vitest run packages/plan-lint`)
}

/** Codes are never used again, so the next one follows the highest, not the first gap. */
function nextCode() {
  const used = readdirSync(rules)
    .flatMap((file) => /code: 'PL(\d{3})'/u.exec(readFileSync(join(rules, file), 'utf8'))?.[1] ?? [])
    .filter((number) => number.startsWith(group))
  return `PL${String(Math.max(Number(group) * 100, ...used.map(Number)) + 1).padStart(3, '0')}`
}

function constantOf(rule) {
  return rule.replaceAll(/-(\w)/gu, (_, letter) => letter.toUpperCase())
}

/** The list is in the order of codes; the import goes where its file name belongs. */
function register() {
  const text = readFileSync(join(rules, 'index.ts'), 'utf8')
  const known = [...text.matchAll(/import \{ (\w+) \} from '\.\/([\w-]+)\.ts'/gu)].map(([, , rule]) => rule)
  const codeOf = (rule) =>
    /code: '(PL\d+)'/u.exec(readFileSync(join(rules, `${rule}.ts`), 'utf8'))?.[1] ?? nextCode()
  const codes = new Map([...known.map((rule) => [rule, codeOf(rule)]), [name, nextCode()]])
  const imports = [...codes.keys()]
    .toSorted((a, b) => (a < b ? -1 : 1))
    .map((rule) => `import { ${constantOf(rule)} } from './${rule}.ts'`)
  const list = [...codes]
    .toSorted(([, a], [, b]) => (a < b ? -1 : 1))
    .map(([rule]) => `  ${constantOf(rule)},`)
  return `import type { Rule } from '../rule.ts'
${imports.join('\n')}

/** Every rule, in the order of its code. */
export const rules: readonly Rule[] = [
${list.join('\n')}
]
`
}

function sourceOf(code) {
  return `import { mappingOf, textOf } from '@gatecycle/plan-model'
import type { Rule } from '../rule.ts'

export const ${constantOf(name)}: Rule = {
  code: '${code}',
  name: '${name}',
  severity: 'warning',
  summary: 'The title of the plan is not \`${name}\`.',
  judges: 'open-features',

  *check({ plan }) {
    const title = textOf(mappingOf(plan), 'title')
    if (title?.value !== '${name}') return
    yield {
      file: 'PLAN.md',
      range: title.range,
      message: \`the title of the plan is "\${title.value}"\`,
      hint: 'write what the feature is',
    }
  },
}
`
}

function pageOf(code) {
  return `# ${code} ${name}

The title of the plan is not \`${name}\`.

## Why

Say in two or three sentences what goes wrong without this rule, and for whom.

## Incorrect

Files that are not shown are those of the [sample feature](../sample/README.md).

\`\`\`yaml PLAN.md keys
title: ${name}
\`\`\`

\`\`\`text
\`\`\`

## Correct

\`\`\`yaml PLAN.md keys
title: A greeting on the start page
\`\`\`

## How to fix

Say what to do now.

## When to switch it off

It is a warning: it stops nothing unless you ask for \`--max-warnings 0\`.
`
}
