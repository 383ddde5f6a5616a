import { gitFailed } from '../git/git-process.ts'
import { saysItIsElsewhere } from '../objects/repository.ts'
import { runShellAlone } from '../system/shell-alone.ts'
import { quoteForShell } from '../../policy/shell-word.ts'

/** A branch that is in use nowhere, and from where to where it goes; without `from` it is not there yet. */
export interface FreeBranch {
  /** Any directory of the repository. */
  readonly directory: string
  readonly commonGitDir: string
  readonly ref: string
  readonly from: string | undefined
  readonly to: string
}

/**
 * Moves a branch by compare-and-swap where it is checked out nowhere and no rebase or bisect wants it back. Who looks first and moves
 * it then may move it beneath somebody who has just switched to it, so one shell does both.
 */
export async function moveFreeBranch(
  env: Readonly<Record<string, string | undefined>>,
  { directory, commonGitDir, ref, to, from = '0'.repeat(to.length) }: FreeBranch,
): Promise<'moved' | 'in-use' | 'elsewhere'> {
  const variables = Object.entries({ common: commonGitDir, ref, from, to })
  const lines = variables.map(([name, value]) => `${name}=${quoteForShell(value)}\n`).join('')
  const script = Buffer.from(`move_branch() {\n${lines}${steps}}\nmove_branch\n`)
  const said = await runShellAlone(directory, env, { script })
  if (said === 'moved' || said === 'in-use') return said
  if (saysItIsElsewhere(said)) return 'elsewhere'
  throw gitFailed(['update-ref', ref, to], { exitCode: 1, stderr: said })
}

/** What is under way in a worktree, by the file that names its branch: git-rebase(1), git-bisect(1). */
const steps = String.raw`
list=$(git worktree list --porcelain 2>&1) || { printf '%s' "$list"; exit 0; }
if printf '%s\n' "$list" | grep -Fqx "branch $ref"; then printf in-use; exit 0; fi
for folder in "$common" "$common"/worktrees/*; do
  for name in rebase-merge/head-name rebase-apply/head-name BISECT_START; do
    if [ -f "$folder/$name" ]; then
      held=$(cat "$folder/$name")
      case "$ref" in "$held" | "refs/heads/$held") printf in-use; exit 0 ;; esac
    fi
  done
done
if said=$(git update-ref --no-deref -m gatecycle "$ref" "$to" "$from" 2>&1); then printf moved; else printf '%s' "$said"; fi
`
