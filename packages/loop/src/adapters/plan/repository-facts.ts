import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { findProgram } from '@gatecycle/agents'
import type { Git } from '../../ports.ts'
import { agentPrograms } from '../../propose/agent-programs.ts'
import { madeFolders, manifests, stateNames, type RepositoryFacts } from '../../propose/repository-facts.ts'
import { readIfThere } from '../system/durable-file.ts'

interface Place {
  /** The folder of `git`, from the top of the repository. */
  readonly folder: string
  /** The PATH variable. */
  readonly path: string | undefined
}

/** Looks at a folder as it is: names, the texts of a few files, what git ignores, agents on PATH. Starts nothing but git. */
export async function readRepositoryFacts(git: Git, { folder, path }: Place): Promise<RepositoryFacts> {
  const project = git.directory
  const entries = readdirSync(project, { withFileTypes: true })
  const files = new Set(entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name))
  const texts = manifests
    .filter((name) => files.has(name))
    .map((name) => [name, readIfThere(join(project, name)) ?? ''] as const)
  return {
    folder,
    names: new Set(entries.map(({ name }) => name)),
    texts: new Map(texts),
    ignored: await readIgnored(git),
    agents: agentPrograms
      .map(({ bin }) => bin)
      .filter((bin) => findProgram(bin, { cwd: project, path }) !== undefined),
  }
}

/** A file in the folder is asked for, because a pattern such as `target/` fits no folder that is not there. */
async function readIgnored(git: Git): Promise<ReadonlySet<string>> {
  const { stdout } = await git.run(['check-ignore', '-z', '--stdin'], {
    input: [...madeFolders, ...stateNames].map((name) => `${name}/x\0`).join(''),
  })
  return new Set(stdout.split('\0').map((path) => path.replace(/\/x$/u, '')))
}
