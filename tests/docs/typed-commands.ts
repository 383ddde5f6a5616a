import { buildProgram } from '../../packages/command-line/src/index.ts'
import { programs } from '../../packages/gatecycle/src/index.ts'

const names = programs.map(({ name }) => name)

/** A command of ours as somebody would type it, and where it was read. */
export interface TypedCommand {
  readonly line: string
  readonly place: string
}

/** What the parser of the program says against a line; undefined when it understands it. */
export async function problemOf({ line, place }: TypedCommand): Promise<string | undefined> {
  const [name = '', ...words] = wordsOf(line)
  const spec = programs.find((program) => program.name === name)
  if (spec === undefined) return `${place}: ${line}: there is no program ${name}`
  let said = ''
  const io = { stdout: () => undefined, stderr: (text: string) => void (said += text) }
  const program = buildProgram(spec, io, async (command, input) => {
    const isMisspelt = command.name === spec.standard && !input.words.every(isFeature)
    if (isMisspelt) said = `"${input.words.join(' ')}" is no command and no feature`
  })
  try {
    await program.parseAsync([...words], { from: 'user' })
  } catch (error) {
    if (isComplete(error)) return undefined
  }
  return said === '' ? undefined : `${place}: ${line}: ${said.trim()}`
}

/** Help and version end the parser without a complaint; a text may name a command without what it needs. */
function isComplete(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return /^commander\.(?:help|version|helpDisplayed|missingArgument|optionMissingArgument)$/u.test(code)
}

function isFeature(word: string): boolean {
  return /^(?:FEAT-|\d+$|\$\{|<|…)/u.test(word)
}

/** The words of a line up to what ends a command in a shell; quotes hold words together, an optional part is given. */
function wordsOf(line: string): readonly string[] {
  const plain = line.replaceAll(/\[(?<part>-[^\]]*)\]/gu, '$<part>')
  const words = plain.match(/"[^"]*"|'[^']*'|[^\s"']+/gu) ?? []
  const end = words.findIndex((word) => /^(?:&&|\|\|?|;|>+|2>.*|#|\(.*)$/u.test(word))
  return words
    .slice(0, end === -1 ? undefined : end)
    .map(unquote)
    .map(withValue)
}

function unquote(word: string): string {
  return word.replace(/^(?<mark>["'])(?<text>.*)\k<mark>$/u, '$<text>')
}

/** A value that is only hinted at becomes one that can be. */
function withValue(word: string): string {
  return /^sha256:.*…$/u.test(word) ? `sha256:${'0'.repeat(64)}` : word
}

/** The commands of ours in a piece of code: those that stand at the start of a line, or behind `&&`, a prompt or `npx`. */
export function commandsIn(code: string, place: string, atStart = '^|'): readonly TypedCommand[] {
  const start = new RegExp(
    `(?:${atStart}^\\$ |&& |npx (?:--no-install )?)(?<line>(?:${names.join('|')})(?: .*|$))`,
    'gmu',
  )
  return [...code.matchAll(start)].map((match) => ({
    line: (match.groups?.['line'] ?? '').split(' && ')[0] ?? '',
    place,
  }))
}

/**
 * The commands that a text of ours tells somebody to type: a program with a sub-command or an option behind it, up to the
 * first word of prose. Of `loop`, `the loop goes on` is prose.
 */
export function commandsInProse(text: string, place: string): readonly TypedCommand[] {
  const found = text.matchAll(
    /(?<!the |[\w/.-])(?:loop|gatecycle|plan-lint|validate-event)(?= [-\w$`])(?:(?: [a-z]+)(?=[\s.,;:)'"`]|$))?(?: (?:--?[\w-]+|\$\{[^}]*\}|FEAT-[\w-]+))*/gu,
  )
  return [...found].map(([line]) => ({ line: line.replaceAll(/\$\{[^}]*\}/gu, 'FEAT-2026-0001'), place }))
}
