import {
  createSourceText,
  entryOf,
  parseYaml,
  scanBody,
  textOf,
  textsOf,
  type YamlMapping,
} from '@gatecycle/plan-model'
import type { ResultReport } from '../machine/unit-attempt.ts'

/**
 * The last `result` block of an agent's answer that carries the attempt's nonce; an echoed example has another one.
 * What it says can stop or fail an attempt, and never passes one.
 */
export function parseResultBlock(answer: string, nonce: string): ResultReport {
  const source = createSourceText(answer)
  const blocks = scanBody(source, 0).fences.filter(({ info }) => info === 'result')
  let last: ResultReport = { kind: 'missing' }
  for (const { contentStart, contentEnd } of blocks) {
    if (!answer.slice(contentStart, contentEnd).includes(nonce)) continue
    const reading = parseYaml(source, contentStart, contentEnd)
    if (!reading.ok)
      last = { kind: 'malformed', problem: `the result block is not YAML: ${reading.problem.message}` }
    else if (reading.value.kind !== 'mapping')
      last = { kind: 'malformed', problem: 'the result block is not a mapping' }
    else last = readBlock(reading.value)
  }
  return last
}

function readBlock(block: YamlMapping): ResultReport {
  const status = textOf(block, 'status')?.value
  if (status === 'blocked')
    return { kind: 'blocked', reason: textOf(block, 'blocked_reason')?.value ?? 'no reason given' }
  if (status === 'complete') {
    const files = entryOf(block, 'files_changed') === undefined ? [] : textsOf(block, 'files_changed')
    return { kind: 'complete', filesChanged: files.map(({ value }) => value) }
  }
  return { kind: 'malformed', problem: `status is "${status ?? ''}", and must be complete or blocked` }
}
