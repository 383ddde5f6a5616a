import { canonicalJson } from '@gatecycle/plan-model'

/**
 * Options that say what a compiler reads and makes, and not how strictly it looks: a source file that needs one of them is refused
 * without it, and no error of another file goes away with it (typescriptlang.org/tsconfig). What is not here does more than it says: files below
 * `outDir` are not looked at, and what is `incremental` believes its last run.
 */
const free: ReadonlySet<string> = new Set([
  'target',
  'lib',
  'jsx',
  'jsxFactory',
  'jsxFragmentFactory',
  'jsxImportSource',
  'experimentalDecorators',
  'emitDecoratorMetadata',
  'downlevelIteration',
  'importHelpers',
  'resolveJsonModule',
  'sourceMap',
  'inlineSourceMap',
  'inlineSources',
])

type Json = Readonly<Record<string, unknown>>

/**
 * tsconfig.json or jsconfig.json as it is after, with all but those options as it was before. Undefined where one of the texts is no JSON
 * object: a configuration that is new is one whole.
 */
export function withOldOptions(before: string, after: string): string | undefined {
  const [was, is] = [toObject(before), toObject(after)]
  if (was === undefined || is === undefined) return undefined
  const old = { ...was, compilerOptions: mergeOptions(was['compilerOptions'], is['compilerOptions']) }
  const asIs = { ...is, compilerOptions: toRecord(is['compilerOptions']) ?? {} }
  return canonicalJson(old) === canonicalJson(asIs) ? after : `${JSON.stringify(old, undefined, 2)}\n`
}

function mergeOptions(was: unknown, is: unknown): Json {
  const guarded = Object.entries(toRecord(was) ?? {}).filter(([key]) => !free.has(key))
  const chosen = Object.entries(toRecord(is) ?? {}).filter(([key]) => free.has(key))
  return Object.fromEntries([...guarded, ...chosen])
}

/** Line ends that end a comment for a compiler, and none here. */
const otherLineEnds = /\r(?!\n)|[\u2028\u2029]/u

function toObject(text: string): Json | undefined {
  if (otherLineEnds.test(text)) return undefined
  try {
    return toRecord(JSON.parse(withoutComments(text)))
  } catch {
    return undefined
  }
}

/** JSON with comments, and with commas behind the last of a list, as the compiler reads it. */
function withoutComments(text: string): string {
  const bare = text.replaceAll(/("(?:\\.|[^"\\])*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//gu, '$1')
  return bare.replaceAll(/("(?:\\.|[^"\\])*")|,(?=\s*[}\]])/gu, '$1')
}

function toRecord(value: unknown): Json | undefined {
  // An object of JSON has nothing but names and values.
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined
}
