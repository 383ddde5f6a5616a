import { resolve } from 'node:path'
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
  return {
    ask: async (args) => {
      if (known === undefined || known.stamp !== stampOfAll(known.sources)) known = await learn()
      const { answers } = known
      const question = args.join('\0')
      const answer = answers.get(question) ?? (await run(args))
      answers.set(question, answer)
      return answer
    },
  }
}

/** Every file that a value came from, and those that git would read if they were there (git-config(1), FILES). */
async function findSources(directory: string, env: Options['env'], run: Options['run']): Promise<Sources> {
  const listed = await run(['config', '--list', '--show-origin', '--name-only', '-z'])
  const own = await run([
    'rev-parse',
    '--path-format=absolute',
    ...['HEAD', 'config', 'config.worktree'].flatMap((name) => ['--git-path', name]),
  ])
  const origins = listed.stdout
    .split('\0')
    .filter((part, at) => at % 2 === 0 && part.startsWith('file:'))
    .map((part) => resolve(directory, part.slice('file:'.length)))
  const [head = '', ...places] = own.stdout.split('\n').filter((line) => line !== '')
  return { head, files: [...new Set([...origins, ...places, ...userConfigPaths(env)])] }
}

function stampOfAll({ files, head }: Sources): string {
  const text = readIfThere(head) ?? ''
  return [...files.map(stampOf), text.startsWith('ref:') ? text : 'no branch'].join('\n')
}
