import { resolve } from 'node:path'
import type { GitResult } from '../ports.ts'
import { stampOf } from './file-facts.ts'
import { userConfigPaths } from './user-config.ts'

/** Questions to git's configuration. */
export interface GitSettings {
  /** What `git config` answers to arguments that only read; git is asked again when a file has changed that an answer could come from. */
  ask(args: readonly string[]): Promise<GitResult>
}

interface Options {
  readonly directory: string
  readonly env: Readonly<Record<string, string>>
  readonly run: (args: readonly string[]) => Promise<GitResult>
}

interface Known {
  readonly files: readonly string[]
  readonly stamp: string
  readonly answers: Map<string, GitResult>
}

/** A driver asks the same few questions for every unit, and each costs a process. */
export function createGitSettings({ directory, env, run }: Options): GitSettings {
  let known: Known | undefined
  const learn = async (): Promise<Known> => {
    const files = await filesOf(directory, env, run)
    // Before anything is asked: what is written meanwhile makes the answer old, and it is asked for again.
    return { files, stamp: stampsOf(files), answers: new Map() }
  }
  return {
    ask: async (args) => {
      if (known === undefined || known.stamp !== stampsOf(known.files)) known = await learn()
      const { answers } = known
      const question = args.join('\0')
      const answer = answers.get(question) ?? (await run(['config', ...args]))
      answers.set(question, answer)
      return answer
    },
  }
}

/**
 * Every file that a value came from, those that git would read if they were there (git-config(1), FILES), and HEAD, which
 * `includeIf "onbranch:…"` looks at.
 */
async function filesOf(
  directory: string,
  env: Options['env'],
  run: Options['run'],
): Promise<readonly string[]> {
  const listed = await run(['config', '--list', '--show-origin', '--name-only', '-z'])
  const own = await run([
    'rev-parse',
    '--path-format=absolute',
    ...['config', 'config.worktree', 'HEAD'].flatMap((name) => ['--git-path', name]),
  ])
  const origins = listed.stdout
    .split('\0')
    .filter((part, at) => at % 2 === 0 && part.startsWith('file:'))
    .map((part) => resolve(directory, part.slice('file:'.length)))
  const places = own.stdout.split('\n').filter((line) => line !== '')
  return [...new Set([...origins, ...places, ...userConfigPaths(env)])]
}

function stampsOf(files: readonly string[]): string {
  return files.map(stampOf).join('\n')
}
