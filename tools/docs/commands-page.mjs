import { loadSource } from './load-source.mjs'

/** The page of all commands, from the trees that the programs are made of. */
export async function renderCommands() {
  const { renderCommandsPage } = await loadSource('packages/command-line/src/index.ts')
  const { programs } = await loadSource('packages/gatecycle/src/index.ts')
  return new Map([['docs/commands.md', renderCommandsPage(programs)]])
}
