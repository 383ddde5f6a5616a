import { describe, expect, test } from 'vitest'
import { helpHeight, helpWidth, renderHelp, type CommandSpec } from '../../packages/command-line/src/index.ts'
import { programs } from '../../packages/gatecycle/src/index.ts'
import { fencesOf, listPages, listSources, readPage, withoutFences } from './pages.ts'
import { commandsIn, commandsInProse, problemOf, type TypedCommand } from './typed-commands.ts'

type Fence = ReturnType<typeof fencesOf>[number]

interface Place {
  readonly path: readonly string[]
  readonly spec: CommandSpec<never>
}

const places = programs.flatMap((spec) => walk(spec, []))

function walk(spec: CommandSpec<never>, before: readonly string[]): readonly Place[] {
  const path = [...before, spec.name]
  return [{ path, spec }, ...(spec.commands ?? []).flatMap((child) => walk(child, path))]
}

async function problemsOf(commands: readonly TypedCommand[]): Promise<readonly string[]> {
  const problems = await Promise.all(commands.map(problemOf))
  return problems.filter((problem) => problem !== undefined)
}

describe.each(places.map(({ path, spec }) => [path.join(' '), path, spec] as const))(
  '%s --help',
  (_, path, spec) => {
    const help = renderHelp(spec, path)

    test('fits on one screen', () => {
      const lines = help.trimEnd().split('\n')
      expect(lines.length, help).toBeLessThanOrEqual(helpHeight)
      expect(Math.max(...lines.map(({ length }) => length)), help).toBeLessThanOrEqual(helpWidth)
    })

    test('has the exit codes, and two examples that the parser understands', async () => {
      expect(Object.keys(spec.exitCodes)).toEqual(expect.arrayContaining(['0', '2', '3']))
      expect(new Set(spec.examples.map(({ line }) => line)).size).toBe(2)
      const lines = spec.examples.flatMap(({ line }) => commandsIn(line, path.join(' ')))
      expect(lines.length).toBeGreaterThan(0)
      expect(await problemsOf(lines)).toEqual([])
    })
  },
)

test('every command that a text of the sources names is one', async () => {
  const commands = [...listSources()]
    .filter(([path]) => !path.endsWith('/command-tree.ts'))
    .flatMap(([path, source]) => textsOf(source).flatMap((text) => commandsInProse(text, path)))
  expect(commands.length).toBeGreaterThan(40)
  expect(await problemsOf(commands)).toEqual([])
})

test('every command that a page shows or names is one, or is named as one that is not there yet', async () => {
  const notYet = readPage('docs/guide/not-yet.md').text
  const commands = listPages()
    .filter(({ path }) => path !== 'docs/commands.md')
    .flatMap(({ path, text }) => [
      ...fencesOf(text).flatMap((fence) => shownIn(fence, path)),
      ...namedIn(text, path),
    ])
  expect(commands.length).toBeGreaterThan(100)
  const present = commands.filter(({ line, place }) => {
    const isPlanned = notYet.includes(`\`${line.split(' ', 2).join(' ')}`)
    return place !== 'docs/guide/not-yet.md' && !isPlanned
  })
  expect(await problemsOf(present)).toEqual([])
})

test('a command that is none is found', async () => {
  const found = ['loop revew', 'loop arm --ye', 'plan-lint --stagd', 'gatecycle lnt', 'loop goes on'].flatMap(
    (text) => commandsInProse(`${text} x`, 'here'),
  )
  expect(await problemsOf(found)).toHaveLength(5)
})

/** The texts in a source, without its comments. */
function textsOf(source: string): readonly string[] {
  const code = source.replaceAll(/\/\*\*?[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gmu, '')
  return code.match(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/gu) ?? []
}

/** What a block shows: of a session the lines behind a prompt, of a script every line. */
function shownIn({ info, content }: Fence, path: string): readonly TypedCommand[] {
  if (info === 'text') return commandsIn(content, path, '')
  return info === 'sh' ? commandsIn(content, path) : []
}

function namedIn(text: string, path: string): readonly TypedCommand[] {
  const spans = [...withoutFences(text).matchAll(/`(?<span>[^`\n]+)`/gu)]
  return spans.flatMap((match) => commandsIn(match.groups?.['span'] ?? '', path))
}
