// Logs to measure with: events of a unit's life, a few of them with letters that are not ASCII.
import { createWriteStream, readFileSync } from 'node:fs'
import { once } from 'node:events'

const schemas = new URL('../../../schemas/events/', import.meta.url)
const life = [
  'task_started',
  'prompt_written',
  'attempt_started',
  'agent_exited',
  'verification_started',
  'command_run',
  'verification_finished',
  'attempt_outcome',
  'unit_committed',
  'task_completed',
]

const olderLife = [
  ['task_started', { type: 'implementation', model: 'sonnet', re_arm_count: 0 }],
  [
    'attempt_outcome',
    {
      attempt: 1,
      outcome: 'passed',
      duration_seconds: 375.633,
      cost_usd: 1.4271465000000003,
      input_tokens: 50,
      output_tokens: 15633,
      cache_read_input_tokens: 1866645,
      cache_creation_input_tokens: 105418,
      model: 'sonnet',
      effort: 'medium',
      failure_class: null,
      failure_signature: null,
      failure_excerpt: null,
      files_touched: ['src/health.ts'],
      agent_status: 'complete',
      agent_blocked_reason: null,
      re_arm_count: 0,
    },
  ],
  [
    'task_completed',
    {
      attempts: 1,
      attempts_usage: [
        { attempt: 1, duration_seconds: 375.6, cost_usd: 1.42, input_tokens: 50, output_tokens: 15633 },
      ],
    },
  ],
  ['gate_reached', { gate: 1 }],
]

/** Writes so many events of version 0: what every peer can read. */
export async function writeOlderLog(path, count) {
  await write(path, count, (number) => {
    const [event_type, payload] = olderLife[number % olderLife.length]
    const excerpt =
      event_type === 'attempt_outcome' && number % 80 === 1 ? { failure_excerpt: 'geprüft ✓' } : {}
    const place = {
      correlation_id: correlation(number),
      event_type,
      source: 'driver',
      source_version: '0.9.3',
    }
    return `${JSON.stringify({ timestamp: time(number), ...place, payload: { ...payload, ...excerpt } })}\n`
  })
}

/** Writes so many sealed events of version 1; `sealEvent` is that of the bundle. */
export async function writeSealedLog(path, count, sealEvent) {
  const examples = life.map((type) => {
    return JSON.parse(readFileSync(new URL(`${type}.schema.json`, schemas), 'utf8')).examples[0]
  })
  let head
  await write(path, count, (number) => {
    const event_type = life[number % life.length]
    const payload = examples[number % life.length]
    const summary = event_type === 'attempt_outcome' && number % 80 === 7 ? { summary: 'geprüft ✓' } : {}
    const place = {
      correlation_id: correlation(number),
      event_type,
      source: 'driver',
      source_version: '0.1.0',
    }
    const sealed = sealEvent(head, { timestamp: time(number), ...place, payload: { ...payload, ...summary } })
    head = sealed.head
    return sealed.line
  })
}

async function write(path, count, lineOf) {
  const file = createWriteStream(path)
  for (let number = 0; number < count;) {
    let text = ''
    for (const end = Math.min(count, number + 2000); number < end; number += 1) text += lineOf(number)
    if (!file.write(text)) await once(file, 'drain')
  }
  file.end()
  await once(file, 'finish')
}

function correlation(number) {
  return `FEAT-2026-0007/T${String((number % 99) + 1).padStart(2, '0')}`
}

function time(number) {
  return new Date(Date.UTC(2026, 0, 1) + number * 1000).toISOString().replace('Z', '000+00:00')
}
