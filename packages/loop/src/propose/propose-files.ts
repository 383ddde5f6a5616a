import { agentPrograms } from './agent-programs.ts'
import { renderArgv, renderWord } from './render-argv.ts'
import { replaceBlock } from './replace-block.ts'
import type { ProposedCommand, Proposal, RepositoryFacts } from './repository-facts.ts'

/** The files of a new state folder: path inside it → text. */
export function proposeFiles(
  facts: RepositoryFacts,
  proposal: Proposal,
  templates: Readonly<Record<string, string>>,
): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(templates).map(([path, template]) => {
      if (path === 'verification.yml') return [path, fillVerification(template, proposal, facts.folder)]
      return [path, path === 'config.yml' ? fillConfig(template, facts, proposal) : template]
    }),
  )
}

function fillVerification(template: string, { code, setup, link }: Proposal, folder: string): string {
  const lines =
    code.length === 0 ? emptyCode : ['code:', ...code.flatMap((entry) => renderEntry(entry, folder))]
  const withCode = replaceBlock(template, 'code', lines)
  const withSetup =
    setup.length === 0
      ? withCode
      : replaceBlock(withCode, 'setup', ['setup:', ...setup.flatMap((entry) => renderEntry(entry, folder))])
  const paths = link.map((path) => (folder === '.' ? path : `${folder}/${path}`))
  return link.length === 0 ? withSetup : replaceBlock(withSetup, 'link', [`link: ${renderArgv(paths)}`])
}

const emptyCode = [
  '# No test command was recognised here. Fill this in: without it nothing can decide about a unit, and plan-lint says so.',
  '#   - name: tests',
  '#     run: [program, argument]',
  'code: []',
]

function renderEntry({ name, run, seen }: ProposedCommand, folder: string): readonly string[] {
  return [
    `  # ${oneLine(seen)}`,
    `  - name: ${name}`,
    `    run: ${renderArgv(run)}`,
    ...(folder === '.' ? [] : [`    cwd: ${renderWord(folder)}`]),
  ]
}

function fillConfig(template: string, { agents }: RepositoryFacts, { code }: Proposal): string {
  const found = agentPrograms.filter(({ bin }) => agents.includes(bin))
  const [first] = found
  if (first === undefined) return replaceBlock(template, 'agent', noAgent)
  const commands = code.map(({ run }) => run)
  return replaceBlock(template, 'agent', [
    `agent: ${first.bin}`,
    'agents:',
    ...found.flatMap(({ bin, may, args }) => [
      `  # May do unasked: ${may}.`,
      `  ${bin}:`,
      '    preset: command',
      `    bin: ${bin}`,
      `    args: ${renderArgv(args(commands))}`,
    ]),
  ])
}

const noAgent = [
  '# No agent program was found on PATH. Write one here, or into your personal file, and choose it:',
  '# agent: mine',
  '# agents:',
  '#   mine: {preset: command, bin: program, args: []}',
]

/** What was seen may hold line breaks, and a comment ends with its line. */
function oneLine(text: string): string {
  const line = text.replaceAll(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim()
  return line.length > 100 ? `${line.slice(0, 99)}…` : line
}
