import { nearest, startOfFile, type Range } from '@gatecycle/diagnostics'
import {
  textsOf,
  type FeatureFolder,
  type Located,
  type Verification,
  type YamlMapping,
} from '@gatecycle/plan-model'
import { verificationName } from '../lint-context.ts'
import { viewUnits } from '../plan-view.ts'
import type { Finding, Rule } from '../rule.ts'

export const requireVerificationSet: Rule = {
  code: 'PL401',
  name: 'require-verification-set',
  severity: 'error',
  summary: '`verification.yml` can be read, declares `code`, and declares every set that a unit names.',
  judges: 'open-features',

  *check(folder, { verification }) {
    if (verification === undefined) return
    if (verification === 'missing') {
      yield problem(
        startOfFile,
        'there is no verification.yml, so nothing decides whether a unit is done',
        setHint,
      )
      return
    }
    for (const { message, range } of verification.problems) yield problem(range, message, setHint)
    if (verification.problems.length === 0) yield* checkCode(verification)
    yield* checkNames(folder, verification)
  },
}

const setHint = 'a set is a list of {name: tests, run: [npm, test]} or {name: tests, command: npm test}'

/** Closing units have built-in sets; for code nobody can guess the commands. */
function* checkCode({ sets, places }: Verification): Iterable<Finding> {
  if (sets.get('code') === undefined) yield problem(startOfFile, 'the set `code` is not declared', setHint)
  for (const [name, entries] of sets) {
    if (entries.length === 0) {
      yield problem(places.get(name) ?? startOfFile, `the set \`${name}\` has no commands`, setHint)
    }
  }
}

function* checkNames(folder: FeatureFolder, { places }: Verification): Iterable<Finding> {
  const known = new Set([...places.keys(), 'doc', 'plannext'])
  for (const { file, mapping } of viewUnits(folder)) {
    if (file === undefined) continue
    for (const { key, value, range } of namesIn(mapping)) {
      if (known.has(value)) continue
      const near = nearest(value, known)
      yield {
        file: file.name,
        range,
        message: `\`${key}\` names the verification set "${value}", which is not declared`,
        hint: near === undefined ? `declared sets: ${[...known].join(', ')}` : `did you mean "${near}"?`,
      }
    }
  }
}

function namesIn(mapping: YamlMapping | undefined): readonly (Located<string> & { readonly key: string })[] {
  return ['extra_gates', 'prep', 'oracles'].flatMap((key) =>
    textsOf(mapping, key).map(({ value, range }) => ({ key, value, range })),
  )
}

function problem(range: Range, message: string, hint: string): Finding {
  return { file: verificationName, range, message, hint }
}
