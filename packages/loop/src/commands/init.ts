import { basename, join } from 'node:path'
import { AppError, exitCodes, plural } from '@gatecycle/diagnostics'
import { isThere } from '../adapters/system/file-facts.ts'
import { writeNewFile } from '../adapters/system/new-files.ts'
import { readRepositoryFacts } from '../adapters/plan/repository-facts.ts'
import { templates } from '../generated/templates.ts'
import { proposeFiles } from '../propose/propose-files.ts'
import { proposeVerification } from '../propose/propose-verification.ts'
import type { Proposal, RepositoryFacts } from '../propose/repository-facts.ts'
import type { CommandResult } from './command-result.ts'
import { confirm, type LoopIo } from './human.ts'
import { findInitPlace, type InitPlace } from './init-place.ts'

export interface InitOptions {
  readonly root: string | undefined
  readonly yes: boolean
  readonly dryRun: boolean
}

/** One file of the proposal. */
interface ProposedFile {
  /** From the current directory. */
  readonly path: string
  readonly target: string
  readonly text: string
}

/** `loop init`: proposes a state folder from what the repository has, shows it, and writes what is not there yet. */
export async function init(io: LoopIo, options: InitOptions): Promise<CommandResult> {
  const place = await findInitPlace(io, options.root)
  const facts = await readRepositoryFacts(place.git, { folder: place.folder, path: io.env['PATH'] })
  const proposal = withNoteOnState(proposeVerification(facts), facts, place)
  const files = [...proposeFiles(facts, proposal, templates)].map(([path, text]) => ({
    path: `${place.shown}/${path}`,
    target: join(place.state, path),
    text,
  }))
  const missing = files.filter(({ target }) => !isThere(target))
  const left = files.filter((file) => !missing.includes(file)).map(({ path }) => path)
  const shown = render(missing, left, proposal)
  const detail = { files: missing.map(({ path, text }) => ({ path, text })), left, notes: proposal.notes }
  if (missing.length === 0) return answer('nothing-to-do', 'every file is there already', { detail })
  if (options.dryRun)
    return answer('shown', `${plural(missing.length, 'file')} would be written`, { detail, shown })
  io.stderr(shown)
  if (!(await agreed(io, options, missing.length)))
    return { ...answer('declined', 'nothing was written', { detail }), exitCode: exitCodes.refused }
  return write(missing, left, place, proposal)
}

function withNoteOnState(
  proposal: Proposal,
  { ignored }: RepositoryFacts,
  { state, shown }: InitPlace,
): Proposal {
  if (!ignored.has(basename(state))) return proposal
  const note = `git ignores ${shown}: a plan has to be committed, so take it out of .gitignore`
  return { ...proposal, notes: [...proposal.notes, note] }
}

async function agreed(io: LoopIo, { yes }: InitOptions, count: number): Promise<boolean> {
  if (!yes && !io.isTerminal.stdin) {
    throw new AppError('CONFIRMATION_NEEDED', 'there is no terminal to ask on, so nothing was written', {
      hint: '`loop init --yes` writes it, `loop init --dry-run` only shows it',
    })
  }
  return confirm(io, `write ${plural(count, 'file')}?`, yes)
}

function write(
  files: readonly ProposedFile[],
  left: readonly string[],
  place: InitPlace,
  proposal: Proposal,
): CommandResult {
  const written = files.filter(({ target, text }) => writeNewFile(target, text)).map(({ path }) => path)
  const next = `git add ${place.shown} && git commit -m "chore: plan with gatecycle"`
  const message = `${plural(written.length, 'file')} written, nothing committed`
  const missingCode =
    proposal.code.length === 0 ? `first fill in \`code\` in ${place.shown}/verification.yml\n` : ''
  return {
    ...answer('written', message, { detail: { written, left, notes: proposal.notes } }),
    next,
    text: `${written.map((path) => `written: ${path}\n`).join('')}${message}\n${missingCode}next: ${next}\n`,
  }
}

function answer(
  outcome: string,
  message: string,
  { detail, shown = '' }: { readonly detail: unknown; readonly shown?: string },
): CommandResult {
  return { command: 'init', exitCode: exitCodes.ok, outcome, message, detail, text: `${shown}${message}\n` }
}

/** Every file as it would be written, then what is left alone and what a person should know. */
function render(missing: readonly ProposedFile[], left: readonly string[], { notes }: Proposal): string {
  const files = missing.map(({ path, text }) => `${path}\n${text.replaceAll(/^(?=.)/gmu, '    ')}\n`)
  const others = left.map((path) => `left as it is: ${path}\n`)
  return [...files, ...others, ...notes.map((note) => `note: ${note}\n`)].join('')
}
