import type { TestRepo } from '../../packages/test-kit/src/index.ts'
import { shell, work, write } from '../agent-actions.ts'
import { allowHooks, writeHook } from '../git/hooked.ts'
import type { HonestKind } from './honest-kind.ts'

/** Takes blanks away at the ends of lines, as most formatters do, and stages what it wrote. */
const formatter = `git diff --cached --name-only --diff-filter=d -- 'src/*.js' | while read -r file; do
  sed 's/[[:blank:]]*$//' "$file" > "$file.formatted" && mv "$file.formatted" "$file" && git add "$file"
done`

/** A repository with a formatter in its pre-commit hook, and a library that is a submodule. */
export function surround(repo: TestRepo): void {
  const library = `${repo.outside}/library`
  const who = ['-c', 'user.name=Lib', '-c', 'user.email=lib@example.org']
  repo.git('init', '--quiet', library)
  repo.git('-C', library, ...who, 'commit', '--quiet', '--allow-empty', '-m', 'one')
  repo.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', library, 'library')
  allowHooks(repo)
  writeHook(repo, 'pre-commit', formatter)
}

/** What stands around the work and belongs to it, though no agent wrote it. */
export const surroundings: readonly HonestKind[] = [
  { name: 'leaves the format to a hook', agent: [work, write('src/spaced.js', 'export {}   \n')] },
  {
    name: 'commits through the hook that formats',
    agent: [
      work,
      write('src/hooked.js', 'export {}  \n'),
      shell('git add -A && git commit --quiet -m "through the hook"'),
    ],
  },
  { name: 'leaves a submodule alone', agent: [work, shell('git submodule status >/dev/null')] },
  {
    name: 'fills a submodule to build with it',
    agent: [
      work,
      shell('git -c protocol.file.allow=always submodule --quiet update --init && test -e library/.git'),
    ],
  },
]
