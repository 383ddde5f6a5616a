import { afterAll, beforeAll, expect, test } from 'vitest'
import { copyHouse, type House } from '../house/copy-house.ts'
import { followRecipe } from './follow-recipe.ts'
import { expectToCompile, expectToPass, tryOut } from './see-it-work.ts'

let house: House
beforeAll(() => {
  house = copyHouse()
})
afterAll(() => house.remove())

const preset = `import type { AgentJob, AgentOutcome, AgentProfile, Invocation, OutputParser, Preset } from '../preset.ts'
import type { ProcessEnd } from '../process-end.ts'
import { createTextTail } from '../text-tail.ts'

/** A program that ends with one line of JSON: what it said, and what it cost. */
export const resultLine: Preset = { name: 'result-line', build, createParser }

function build({ prompt }: AgentJob, { bin, args, env }: AgentProfile): Invocation {
  return { argv: [bin, ...args], env, stdin: prompt }
}

function createParser(): OutputParser {
  const tail = createTextTail(1_048_576)
  return { push: (text) => tail.push(text), finish: (end) => toOutcome(end, tail.text()) }
}

function toOutcome(end: ProcessEnd, output: string): AgentOutcome {
  const result = parseResult(output.trimEnd().split('\\n').at(-1) ?? '')
  const tokens = { inputTokens: undefined, outputTokens: undefined }
  if (end.kind === 'exited' && end.exitCode === 0 && result !== undefined) return { class: 'ok', ...result, ...tokens }
  return { class: 'crash', text: output, costUsd: result?.costUsd, ...tokens, detail: 'no result line' }
}

function parseResult(line: string): { readonly text: string; readonly costUsd: number } | undefined {
  const [, text, cost] = /^\\{"text":"([^"]*)","cost_usd":([\\d.]+)\\}$/u.exec(line) ?? []
  return text === undefined ? undefined : { text, costUsd: Number(cost) }
}
`

const presetTest = `import { expect, test } from 'vitest'
import type { AgentOutcome } from '../../src/index.ts'
import { resultLine } from '../../src/presets/result-line.ts'

test.each<[string, number, Partial<AgentOutcome>]>([
  ['thinking\\n{"text":"done","cost_usd":0.25}\\n', 0, { class: 'ok', text: 'done', costUsd: 0.25 }],
  ['{"text":"done","cost_usd":0.25}\\n', 1, { class: 'crash', costUsd: 0.25 }],
  ['{"text":', 0, { class: 'crash', costUsd: undefined }],
  ['', 0, { class: 'crash' }],
])('%j with exit code %i', (output, exitCode, outcome) => {
  const parser = resultLine.createParser()
  parser.push(output)
  const quiet = { text: '', bytes: 0, sha256: '', truncated: false }
  const end = { kind: 'exited', exitCode, durationMs: 1, survivors: 0, stdout: quiet, stderr: quiet } as const
  expect(parser.finish(end)).toMatchObject(outcome)
})
`

const agent = `let prompt = ''
for await (const chunk of process.stdin) prompt += chunk
console.log('thinking')
console.log(JSON.stringify({ text: prompt.toUpperCase(), cost_usd: 0.5 }))
`

test('an agent preset that is added as the recipe says is known and runs a real program', () => {
  followRecipe(house, {
    recipe: 'An agent preset',
    names: { name: 'result-line' },
    edits: {
      'packages/agents/src/presets/result-line.ts': preset,
      'packages/agents/src/presets/index.ts': {
        "from './command.ts'\n": "from './command.ts'\nimport { resultLine } from './result-line.ts'\n",
        '[command]': '[command, resultLine]',
      },
      'packages/agents/test/presets/result-line.test.ts': presetTest,
      'docs/guide/agents.md': {
        '## What it gets\n': `## The preset \`result-line\`

As \`command\`, for programs whose last line is \`{"text":"…","cost_usd":0.25}\`; without that line the class is \`crash\`.

## What it gets
`,
      },
    },
  })
  expectToCompile(house)
  expectToPass(house, ['packages/agents/test/presets', 'tests/schemas/editor-schemas.test.ts'])
  expect(house.read('schemas/config.schema.json')).toContain('"result-line"')
  expect(runAgentOn('build it')).toMatchObject({ class: 'ok', text: 'BUILD IT', costUsd: 0.5 })
})

/** Runs the program above as an agent of the new preset. */
function runAgentOn(prompt: string): unknown {
  house.write('agent.mjs', agent)
  return tryOut(
    house,
    'packages/agents/src/index.ts',
    `const { outcome } = await it.runAgent({
  preset: it.findPreset('result-line'),
  profile: { name: 'main', preset: 'result-line', bin: process.execPath, args: ['agent.mjs'], env: {}, pass: [] },
  job: { prompt: ${JSON.stringify(prompt)}, cwd: process.cwd() },
  environment: process.env,
  mark: it.createRunMark('recipe'),
  timeoutMs: 30_000,
  silenceMs: undefined,
})
print(outcome)`,
  )
}
