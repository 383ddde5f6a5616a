import { AppError, exitCodes, plural, type Io } from '@gatecycle/diagnostics'
import { createBranch } from '../adapters/objects/repository.ts'
import { listRescues, type Rescue } from '../adapters/checkout/rescue-refs.ts'
import { restoreFiles, type RestoredFile } from '../adapters/checkout/restore-files.ts'
import type { CommandResult } from './command-result.ts'
import { chooseFeature, openRepository } from './open-repository.ts'
import type { CommonOptions } from './options.ts'

interface OneRescue {
  readonly name: string
  readonly root: string | undefined
}

/** `loop rescue list`: what failed, cut and given-up work is kept, since when and why. Writes nothing. */
export async function listKept(io: Io, { feature, root }: CommonOptions): Promise<CommandResult> {
  const { git, features } = await openRepository(io, root)
  const chosen = feature === undefined ? undefined : chooseFeature(features, feature, undefined)
  const rescues = await listRescues(git, chosen?.id)
  const text = rescues.map(describe).join('')
  const message = rescues.length === 0 ? 'nothing is kept' : plural(rescues.length, 'rescue ref')
  const next = rescues.length === 0 ? undefined : `loop rescue show ${rescues.at(-1)?.name ?? ''}`
  return {
    ...answer('listed', message, rescues),
    ...(chosen === undefined ? {} : { feature: chosen.id }),
    ...(next === undefined ? {} : { next }),
    text: `${text}${message}\n${next === undefined ? '' : `next: ${next}\n`}`,
  }
}

/** `loop rescue show`: what a rescue ref holds, as a diff against what it started from. Writes nothing. */
export async function showKept(io: Io, { name, root }: OneRescue): Promise<CommandResult> {
  const { git } = await openRepository(io, root)
  const rescue = chooseRescue(await listRescues(git), name)
  const diff =
    rescue.base === undefined
      ? ''
      : await git.text(['diff', '--no-color', '--no-ext-diff', rescue.base, rescue.commit])
  const next = `loop rescue restore ${rescue.name} --branch <name>`
  return {
    ...answer('shown', rescue.why, { ...rescue, diff }),
    next,
    text: `${describe(rescue)}${diff === '' ? 'it has changed no file' : diff}\nnext: ${next}\n`,
  }
}

export interface RestoreOptions extends OneRescue {
  /** The branch that is made; without it the files are written into the checkout. */
  readonly branch: string | undefined
}

/** `loop rescue restore`: brings kept content back, as a new branch or as files. Nothing that is there is replaced. */
export async function restoreKept(io: Io, { name, root, branch }: RestoreOptions): Promise<CommandResult> {
  const { git } = await openRepository(io, root)
  const rescue = chooseRescue(await listRescues(git), name)
  if (branch === undefined) {
    const restored = await restoreFiles(git, rescue)
    const message = `${rescue.name}: ${plural(restored.filter(({ kind }) => kind !== 'left').length, 'file')} in the checkout`
    const next = 'git status'
    return {
      ...answer('restored', message, { rescue, restored }),
      next,
      text: `${restored.map(sayRestored).join('')}${message}\nnext: ${next}\n`,
    }
  }
  if (!(await createBranch(git, branch, rescue.commit))) {
    throw new AppError('BRANCH_TAKEN', `branch ${branch} is there already, or cannot be called so`, {
      hint: 'name another one',
      exitCode: exitCodes.refused,
    })
  }
  const message = `branch ${branch} is at ${rescue.commit.slice(0, 10)}`
  const next = `git switch ${branch}`
  return { ...answer('restored', message, { rescue }), next, text: `${message}\nnext: ${next}\n` }
}

function chooseRescue(rescues: readonly Rescue[], name: string): Rescue {
  const found = rescues.filter(
    ({ ref, name: own, commit }) => [ref, own, commit].includes(name) || own.endsWith(`/${name}`),
  )
  const [rescue] = found
  if (rescue !== undefined && found.length === 1) return rescue
  const list = (found.length > 0 ? found : rescues).map(({ ref }) => `  ${ref}\n`).join('')
  throw new AppError(
    'RESCUE_UNKNOWN',
    found.length > 1 ? `several rescue refs are called ${name}` : `no rescue ref is called ${name}`,
    {
      hint: list === '' ? 'loop rescue list shows what is kept' : `there are:\n${list.trimEnd()}`,
    },
  )
}

function describe({ name, date, why, attempt, files }: Rescue): string {
  const of = attempt === undefined ? '' : `, attempt ${attempt}`
  return `${name}\n  ${date}${of}, ${plural(files.length, 'file')}: ${shorten(why)}\n`
}

function shorten(text: string): string {
  return text.length > 160 ? `${text.slice(0, 159)}…` : text
}

function sayRestored({ path, kind, detail }: RestoredFile): string {
  const words = {
    written: `written: ${detail}`,
    same: `the same already: ${detail}`,
    beside: `yours is another one and stays: ${detail}`,
    left: `left: ${path}: ${detail}`,
  }
  return `${words[kind]}\n`
}

function answer(outcome: string, message: string, detail: unknown): CommandResult {
  return { command: 'rescue', exitCode: exitCodes.ok, outcome, message, detail, text: `${message}\n` }
}
