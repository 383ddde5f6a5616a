import { AppError } from '@gatecycle/diagnostics'
import type { AgentJob, AgentOutcome, AgentProfile, Invocation, OutputParser, Preset } from '../preset.ts'
import type { ProcessEnd } from '../process-end.ts'
import { createTextTail } from '../text-tail.ts'

/** Enough for the RESULT block, which comes last. */
const textLimit = 1_048_576

/** Any program: the prompt on standard input, text on standard output, exit code 0 for ok. */
export const command: Preset = { name: 'command', build, createParser }

function build(job: AgentJob, profile: AgentProfile): Invocation {
  const values = { model: job.model ?? profile.model, effort: job.effort ?? profile.effort }
  const args = profile.args.map((arg) => substitute(arg, values, profile.name))
  return { argv: [profile.bin, ...args], env: profile.env, stdin: job.prompt }
}

type PlaceholderValues = Readonly<Record<'model' | 'effort', string | undefined>>

/** Fills `{model}` and `{effort}` inside one argument; it stays one argument, and values are not looked into. */
function substitute(arg: string, values: PlaceholderValues, profile: string): string {
  return arg.replaceAll(/\{(?:model|effort)\}/gu, (placeholder) => {
    const name = placeholder === '{model}' ? 'model' : 'effort'
    const value = values[name]
    if (value !== undefined) return value
    throw new AppError('AGENT_PLACEHOLDER_EMPTY', `agent ${profile}: ${placeholder} in args has no value`, {
      hint: `set ${name} in the profile, or take ${placeholder} out of its args`,
    })
  })
}

function createParser(): OutputParser {
  const tail = createTextTail(textLimit)
  return {
    push: (text) => tail.push(text),
    finish: (end) => toOutcome(end, tail.text()),
  }
}

/** There is no structure to read, so the exit code alone decides; an empty answer may still have done the work. */
function toOutcome(end: ProcessEnd, text: string): AgentOutcome {
  const unknown = { text, costUsd: undefined, inputTokens: undefined, outputTokens: undefined }
  if (end.kind === 'exited' && end.exitCode === 0) return { class: 'ok', ...unknown }
  return { class: 'crash', ...unknown, detail: describe(end) }
}

function describe(end: ProcessEnd): string {
  if (end.kind === 'exited') return `exit code ${end.exitCode}`
  return end.kind === 'signalled' ? `killed by ${end.signal}` : end.kind
}
