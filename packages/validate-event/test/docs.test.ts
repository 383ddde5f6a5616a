import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { eventCodes } from '@gatecycle/event-schema'
import { run } from './logs.ts'

const page = readFileSync(new URL('../../../docs/guide/validate-event.md', import.meta.url), 'utf8')

describe('the page about event logs', () => {
  test('has every code with its meaning', () => {
    const rows = [...page.matchAll(/^\| `(EV\d+)` \| `([a-z0-9-]+)` \| (.+) \|$/gmu)]
    const documented = rows.map(([, code, name, summary]) => [code, { name, summary }])
    expect(Object.fromEntries(documented)).toEqual(eventCodes)
  })

  test('has an example, and that is what is printed', async () => {
    const [log = '', printed = ''] = ['json', 'text'].map((kind) => block(kind))
    const { stdout } = await run(['events.jsonl'], { files: { 'events.jsonl': log } })
    expect(stdout).toContain(printed)
  })

  test('has every option of the command', async () => {
    const { stdout } = await run(['--help'])
    const options = [...stdout.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gmu)].map(([, option = '']) => option)
    const common = new Set(['--help', '--version'])
    expect(options.length).toBeGreaterThan(8)
    expect(options.filter((option) => !common.has(option) && !page.includes(`\`${option}`))).toEqual([])
  })
})

function block(kind: string): string {
  return new RegExp(`^\`\`\`${kind}\\n([\\s\\S]*?)^\`\`\`$`, 'mu').exec(page)?.[1] ?? ''
}
