import { rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Git } from '../../ports.ts'
import { viewOf } from '../worktree/driver-view.ts'
import { isMarkedByTool, rawEntries } from './ignored-files.ts'

/** Folders in which tools put an ignore file that hides itself and everything beside it. */
const toolFolders: ReadonlySet<string> = new Set([
  '.pytest_cache',
  '.ruff_cache',
  '.mypy_cache',
  '.hypothesis',
  'htmlcov',
  '.venv',
  'venv',
  'env',
  '.tox',
  '.nox',
  '.uv-cache',
  '.pixi',
  '.gradle',
  '.terraform',
  '.svelte-kit',
  '.wrangler',
  '.vercel',
  '.netlify',
  '.direnv',
  '.devenv',
  '.devbox',
  '.jekyll-cache',
  '.ruby-lsp',
  '.opencode',
  '.crush',
  '.idea',
  '.dart_tool',
  '.elixir_ls',
  '.metals',
  '.bloop',
  '.cache',
])

/** Which rules are to stay, and what is done with the others before they are taken away. */
export interface HiddenRules {
  readonly wasThere: (path: string) => boolean
  readonly keep: (paths: readonly string[]) => Promise<void>
}

/**
 * Takes away every ignore file that hides itself and was not there before: a rule that will be in no commit must not keep files
 * out of one. What it hid is an edit like any other then. Caches of tools are left as they are. Gives the removed paths, and what git
 * ignores without them.
 */
export async function removeHiddenRules(
  git: Git,
  gitDir: string,
  { wasThere, keep }: HiddenRules,
): Promise<{ readonly removed: readonly string[]; readonly entries: readonly string[] }> {
  const removed: string[] = []
  for (;;) {
    const entries = await rawEntries(git, gitDir)
    const found = entries.filter((path) => isForeignRule(git, path) && !wasThere(path))
    if (found.length === 0) return { removed, entries }
    await keep(found)
    for (const path of found) rmSync(join(git.directory, path), { force: true })
    removed.push(...found)
  }
}

/** Which of some ignored paths only a rule hides that is not in the old text of its file. `edited` is ignore file → old text. */
export async function hiddenBy(
  git: Git,
  gitDir: string,
  paths: readonly string[],
  edited: ReadonlyMap<string, string>,
): Promise<readonly string[]> {
  if (paths.length === 0 || edited.size === 0) return []
  const args = [...viewOf(gitDir), 'check-ignore', '-v', '-z', '--no-index', '--stdin']
  const { stdout } = await git.run(args, { input: paths.map((path) => `${path}\0`).join('') })
  const parts = stdout.split('\0')
  // Four fields a path: where the rule stands, its line, its text, the path (git-check-ignore(1), -v -z).
  return paths.filter((_, index) => {
    const [source = '', , pattern = ''] = parts.slice(4 * index, 4 * index + 4)
    const old = edited.get(source)
    return old !== undefined && !old.split('\n').some((line) => line.trim() === pattern.trim())
  })
}

function isForeignRule(git: Git, path: string): boolean {
  return basename(path) === '.gitignore' && !isOfTool(git, path)
}

function isOfTool(git: Git, path: string): boolean {
  const folder = dirname(path)
  return toolFolders.has(basename(folder)) || isHusky(folder) || isMarkedByTool(join(git.directory, folder))
}

/** husky lays its runners of hooks into a folder of the repository's own one. */
function isHusky(folder: string): boolean {
  return basename(folder) === '_' && basename(dirname(folder)) === '.husky'
}
