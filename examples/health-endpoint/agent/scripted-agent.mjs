// A stand-in for a coding agent: prompt on stdin, edits in the current directory, RESULT block on stdout.
// What it would have thought up lies in answers/, so every run yields the same bytes.
import { text } from 'node:stream/consumers'
import { applyAnswer } from './apply-answer.mjs'
import { findAnswer } from './find-answer.mjs'
import { readPrompt } from './read-prompt.mjs'
import { renderBlocked, renderComplete } from './render-result.mjs'

const job = readPrompt(await text(process.stdin))
const answer = findAnswer(job)

if (answer) {
  say(`${job.unit}, attempt ${job.attempt}`)
  const changed = applyAnswer(answer, job)
  for (const file of changed) say(`wrote ${file}`)
  process.stdout.write(renderComplete(answer, job, changed))
} else {
  say(`${job.unit}: no answer`)
  process.stdout.write(renderBlocked(job, `no scripted answer for ${job.unit}; this agent knows one feature`))
}

function say(words) {
  process.stderr.write(`scripted-agent: ${words}\n`)
}
