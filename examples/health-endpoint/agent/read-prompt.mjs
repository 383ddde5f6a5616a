/** The three facts the driver states on lines of their own: which unit, which attempt, which nonce. */
export function readPrompt(prompt) {
  return {
    unit: findFact(prompt, 'Unit', /^Unit: (\S+)\s*$/m),
    attempt: Number(findFact(prompt, 'Attempt', /^Attempt: (\d+) of \d+\s*$/m)),
    nonce: findFact(prompt, 'Result nonce', /^Result nonce: ([0-9a-f]+)\s*$/m),
  }
}

function findFact(prompt, label, pattern) {
  const match = pattern.exec(prompt)
  if (!match) throw new Error(`the prompt has no line '${label}: …'`)
  return match[1]
}
