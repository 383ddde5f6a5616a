import { dirname } from 'node:path'

/** The facts that the driver states on lines of their own. */
export function readPrompt(prompt) {
  const unit = factOf(prompt, 'Unit')
  const feature = factOf(prompt, 'Feature folder')
  return {
    unit,
    local: unit.slice(unit.lastIndexOf('/') + 1),
    attempt: Number.parseInt(factOf(prompt, 'Attempt'), 10),
    nonce: factOf(prompt, 'Result nonce'),
    feature,
    state: dirname(dirname(feature)),
  }
}

function factOf(prompt, label) {
  const match = new RegExp(`^${label}: (.+)$`, 'm').exec(prompt)
  if (match === null) throw new Error(`the prompt has no line "${label}: …"`)
  return match[1].trim()
}
