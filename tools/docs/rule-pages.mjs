import { readdirSync, readFileSync } from 'node:fs'
import { loadSource } from './load-source.mjs'

const folder = new URL('../../packages/plan-lint/docs/rules/', import.meta.url)

/** The rule pages with the output of their incorrect examples as `plan-lint` prints it now: path → text. */
export async function renderRulePages() {
  const { examplesOf, printExample, readSample } = await loadSource('packages/plan-lint/test/rule-page.ts')
  const sample = readSample()
  const names = readdirSync(folder).filter((name) => name.endsWith('.md'))
  return new Map(
    names.map((name) => {
      const page = readFileSync(new URL(name, folder), 'utf8')
      const outputs = examplesOf(page, 'Incorrect').toReversed()
      const text = outputs.reduce((all, example) => {
        if (example.output === undefined) return all
        const { start, end } = example.output
        return all.slice(0, start) + printExample(example, sample) + all.slice(end)
      }, page)
      return [`packages/plan-lint/docs/rules/${name}`, text]
    }),
  )
}
