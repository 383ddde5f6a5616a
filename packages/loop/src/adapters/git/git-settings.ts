import { dirname, join, resolve } from 'node:path'
import type { GitResult } from '../../ports.ts'
import { readIfThere } from '../system/durable-file.ts'
import { stampOf } from '../system/file-facts.ts'
import { userConfigPaths } from './user-config.ts'

/** Questions to git's configuration. */
export interface GitSettings {
  /**
   * What git answers to a command whose answer comes from configuration (`config` with arguments that only read, `var`); git is asked
   * again when a file has changed that an answer could come from.
   */
  ask(args: readonly string[]): Promise<GitResult>
  /** Every file that an answer came from, or would come from if it were there. */
  files(): Promise<readonly string[]>
}

interface Options {
  readonly directory: string
  readonly env: Readonly<Record<string, string>>
  readonly run: (args: readonly string[]) => Promise<GitResult>
}

/** What answers depend on. */
interface Sources {
  readonly files: readonly string[]
  /** HEAD: `includeIf "onbranch:…"` looks at the branch that it names, and at nothing where it names none. */
  readonly head: string
}

interface Known {
  readonly sources: Sources
  readonly stamp: string
  readonly answers: Map<string, GitResult>
}

/** A driver asks the same few questions for every unit, and each costs a process. */
export function createGitSettings({ directory, env, run }: Options): GitSettings {
  let known: Known | undefined
  const learn = async (): Promise<Known> => {
    const sources = await findSources(directory, env, run)
    // Before anything is asked: what is written meanwhile makes the answer old, and it is asked for again.
    return { sources, stamp: stampOfAll(sources), answers: new Map() }
  }
  const current = async (): Promise<Known> => {
    if (known === undefined || known.stamp !== stampOfAll(known.sources)) known = await learn()
    return known
  }
  return {
    files: async () => (await current()).sources.files,
    ask: async (args) => {
      const { answers } = await current()
      const question = args.join('\0')
      const answer = answers.get(question) ?? (await run(args))
      answers.set(question, answer)
      return answer
    },
  }
}

/** Every file that a value came from or that is included, and those that git would read if they were there (git-config(1), FILES). */
async function findSources(directory: string, env: Options['env'], run: Options['run']): Promise<Sources> {
  const listed = await run(['config', '--list', '--show-origin', '-z'])
  const own = await run([
    'rev-parse',
    '--path-format=absolute',
    ...['HEAD', 'config', 'config.worktree'].flatMap((name) => ['--git-path', name]),
  ])
  const [head = '', ...places] = own.stdout.split('\n').filter((line) => line !== '')
  return {
    head,
    files: [...new Set([...namedFiles(directory, env, listed.stdout), ...places, ...userConfigPaths(env)])],
  }
}

/** Where each value stands, and what it includes, whether that is there or not and whatever its condition. */
function namedFiles(directory: string, env: Options['env'], listed: string): readonly string[] {
  const parts = listed.split('\0')
  return parts.flatMap((part, at) => {
    if (at % 2 === 1 || !part.startsWith('file:')) return []
    const origin = resolve(directory, part.slice('file:'.length))
    const included = /^include(?:if\..*)?\.path\n(?<path>.+)$/su.exec(parts[at + 1] ?? '')?.groups?.['path']
    return included === undefined ? [origin] : [origin, includedFile(origin, included, env)]
  })
}

/** From the folder of the file that names it; `~/` is the home folder (git-config(1), pathname). */
function includedFile(origin: string, path: string, env: Options['env']): string {
  return path.startsWith('~/') ? join(env['HOME'] ?? '', path.slice(2)) : resolve(dirname(origin), path)
}

function stampOfAll({ files, head }: Sources): string {
  const text = readIfThere(head) ?? ''
  return [...files.map(stampOf), text.startsWith('ref:') ? text : 'no branch'].join('\n')
}
