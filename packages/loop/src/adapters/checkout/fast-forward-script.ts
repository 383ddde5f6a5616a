import { underWay } from '../in-place/in-place-obstacles.ts'
import { encodePath } from '../git/path-bytes.ts'
import { quoteForShell } from '../../policy/shell-word.ts'

/** What the shell works with: places in the git directory, and the branch from where to where. */
export interface FastForwardOrder {
  readonly gitDir: string
  /** The record of this fast-forward, which becomes the lock under a second name. */
  readonly record: string
  readonly ref: string
  readonly from: string
  readonly to: string
  /** The paths of new files, none of which may be there. */
  readonly added: readonly string[]
  /** Where a fast-forward that died is finished: a file with the index lines of what it had written (git-update-index(1)). */
  readonly written: string | undefined
}

/**
 * A shell that does it in git's own order: index.lock, files, index, branch, lock away. It ends with one word: done, held, elsewhere,
 * busy (and git's file that says with what), changed, in-way (and the path), moved, refused (and what git said). All of it is one
 * function: a shell that gets half of the script does nothing. What git does is checked before under the lock, where no other git can
 * change the index.
 */
export function fastForwardScript(order: FastForwardOrder): Buffer {
  const { gitDir, record, ref, from, to, added, written } = order
  const variables = { gitDir, record, ref, from, to, written: written ?? '' }
  return Buffer.concat([
    Buffer.from('fast_forward() {\n'),
    ...Object.entries(variables).map(([name, value]) => line(`${name}=`, value)),
    Buffer.from(begin),
    ...Object.keys(underWay).map((name) => line('idle ', name)),
    ...foldersOf(added).map((folder) => line('folder ', folder)),
    ...added.map((path) => line('absent ', path)),
    Buffer.from(end),
  ])
}

const begin = String.raw`
lock=$gitDir/index.lock index=$gitDir/index
GIT_INDEX_FILE=$gitDir/gatecycle/fast-forward-index
export GIT_INDEX_FILE
leave() {
  rm -f "$GIT_INDEX_FILE"
  # Somebody may have taken our lock for a dead one, removed it, and hold their own now.
  if [ "$record" -ef "$lock" ]; then rm -f "$lock"; fi
  printf '%s' "$1"
  exit 0
}
absent() { if [ -e "$1" ] || [ -L "$1" ]; then leave "in-way $1"; fi; }
folder() { if [ -L "$1" ] || [ ! -d "$1" ]; then absent "$1"; fi; }
idle() { if [ -e "$gitDir/$1" ]; then leave "busy $1"; fi; }
if ! why=$(ln "$record" "$lock" 2>&1); then
  if [ -e "$lock" ]; then printf held; else printf '%s' "refused $why"; fi
  exit 0
fi
rm -f "$GIT_INDEX_FILE" "$GIT_INDEX_FILE.lock"
# A second name, and no copy: git knows by the time of its file which entries it has to look at again.
if [ -e "$index" ]; then ln "$index" "$GIT_INDEX_FILE" || leave 'refused no link'; fi
if [ "$(git symbolic-ref -q HEAD)" != "$ref" ] || [ "$(git rev-parse -q --verify "$ref")" != "$from" ]
then leave elsewhere; fi
if [ -n "$written" ]; then said=$(git update-index -z --index-info 2>&1 <"$written") || leave "refused $said"; fi
git update-index -q --refresh >/dev/null 2>&1
if [ -z "$written" ]; then
  said=$(git status --porcelain --untracked-files=no 2>&1) || leave "refused $said"
  if [ -n "$said" ]; then leave changed; fi
fi
`

const end = String.raw`
move_files() { said=$(git read-tree -m -u --no-recurse-submodules "$1" "$2" 2>&1); }
move_files "$from" "$to" || leave "refused $said"
mv -f "$GIT_INDEX_FILE" "$index"
if ! why=$(git update-ref -m 'gatecycle: fast-forward' --no-deref "$ref" "$to" "$from" 2>&1); then
  ln "$index" "$GIT_INDEX_FILE" && move_files "$to" "$from" && mv -f "$GIT_INDEX_FILE" "$index"
  if [ "$(git rev-parse -q --verify "$ref")" = "$from" ]; then leave "refused $why"; fi
  leave moved
fi
leave 'done'
}
fast_forward
`

/** All folders above, once each, from the top. */
function foldersOf(paths: readonly string[]): readonly string[] {
  const above = paths.flatMap((path) => {
    const parts = path.split('/').slice(0, -1)
    return parts.map((_, at) => parts.slice(0, at + 1).join('/'))
  })
  return [...new Set(above)]
}

/** A word and one that the shell takes as it stands, byte by byte. */
function line(word: string, text: string): Buffer {
  return Buffer.concat([Buffer.from(word), encodePath(`${quoteForShell(text)}\n`)])
}
