// An agent for tests: reads its prompt on stdin and does what the scenario says, always the same.
import { appendFileSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileActions } from './file-actions.mjs'
import { gitActions } from './git-actions.mjs'
import { processActions } from './process-actions.mjs'
import { readPrompt } from './read-prompt.mjs'
import { renderResult } from './render-result.mjs'
import { say } from './say.mjs'
import { workOf } from './work.mjs'

const control = process.env.GATECYCLE_TEST_CONTROL
if (!control) throw new Error('GATECYCLE_TEST_CONTROL is not set')
const prompt = await text(process.stdin)
const job = { ...readPrompt(prompt), control, prompt }
mkdirSync(control, { recursive: true })
appendFileSync(join(control, 'calls.jsonl'), `${JSON.stringify({ unit: job.unit, attempt: job.attempt })}\n`)

const table = {
  ...fileActions,
  ...gitActions,
  ...processActions,
  work: (_action, it) => perform(workOf(it), it),
  result: ({ kind, reason }, it) => say(renderResult(kind, it, reason)),
}
await perform(actionsFor(readScenario(), job), job)

async function perform(actions, it) {
  for (const action of actions) {
    const act = table[action.do]
    if (act === undefined) throw new Error(`the fake agent cannot "${action.do}"`)
    await act(fillIn(action, it), it)
  }
}

/** What the scenario says for this attempt; an answer at the end unless it has one. */
function actionsFor(scenario, it) {
  const actions = scenario[`${it.local}/${it.attempt}`] ?? scenario[it.local] ?? workOf(it)
  const answers = actions.some((action) => action.do === 'result')
  return answers ? actions : [...actions, { do: 'result', kind: 'complete' }]
}

function readScenario() {
  try {
    return JSON.parse(readFileSync(join(control, 'scenario.json'), 'utf8'))
  } catch (error) {
    if (error.code === 'ENOENT') return {}
    throw error
  }
}

function fillIn(action, it) {
  const fill = (value) => {
    if (Array.isArray(value)) return value.map(fill)
    if (typeof value !== 'string') return value
    return value.replaceAll(/\{(local|unit|attempt|nonce|feature|state|control)\}/g, (_all, name) => it[name])
  }
  return Object.fromEntries(Object.entries(action).map(([key, value]) => [key, fill(value)]))
}
