import type { Draw } from './draw.ts'
import type { Operator } from './operator.ts'

/** What a person does; `words` are new in each action, and the feature is the one that runs. */
export interface Deed {
  readonly operator: Operator
  readonly draw: Draw
  readonly words: string
  readonly feature: { readonly branch: string; readonly path: string }
}

export type ActionName = keyof typeof actions

const tracked = [
  'README.md',
  'src/start.txt',
  'src/two.txt',
  'docs/with space.md',
  'docs/ünïcöde.md',
  'bin/tool.sh',
]
const fresh = ['notes.txt', 'src/new.txt', 'src/T01.txt', 'a folder/deep/er.txt', 'docs/x.bin', 'RETRO.md']
/** Paths that git ignores here. */
export const ignored = ['ignored/cache.bin', 'build.log', 'src/deep.log', 'ignored/T01.txt']
const branches = ['main', 'other', 'topic', 'spare']

/** A tracked file that is there, else a new one. */
function aFile({ operator, draw }: Deed): string {
  return draw.one([...tracked, ...fresh].filter((path, at) => at >= tracked.length || operator.has(path)))
}

function edit(deed: Deed, path: string): void {
  const { operator, words, draw } = deed
  const before = operator.has(path) ? operator.read(path) : Buffer.alloc(0)
  const more = draw.chance(20) ? Buffer.from([0, 255, 13, 10, draw.number(256)]) : Buffer.from(`${words}\n`)
  operator.write(path, draw.chance(50) ? Buffer.concat([before, more]) : Buffer.concat([more, before]))
}

/** Everything that people do in a checkout while a run goes on somewhere else. */
export const actions = {
  'edit a tracked file': (deed) => edit(deed, aFile(deed)),
  'stage a whole file': (deed) => {
    const path = aFile(deed)
    edit(deed, path)
    deed.operator.git('add', '--', path)
  },
  'stage a part': (deed) => {
    const path = aFile(deed)
    edit(deed, path)
    deed.operator.git('add', '--', path)
    edit(deed, path)
  },
  'make a new file': (deed) => edit(deed, deed.draw.one(fresh)),
  'mark a file as to be added': (deed) => {
    const path = deed.draw.one(fresh)
    edit(deed, path)
    deed.operator.git('add', '-N', '--', path)
  },
  'make an ignored file': (deed) => edit(deed, deed.draw.one(ignored)),
  'change a mode': (deed) => {
    const path = aFile(deed)
    if (deed.operator.has(path)) deed.operator.toggleExecutable(path)
  },
  'delete a file': (deed) => deed.operator.remove(aFile(deed)),
  'take a file out of the index': (deed) => {
    deed.operator.git('rm', '--cached', '--quiet', '--', aFile(deed))
  },
  'rename a file': (deed) => {
    deed.operator.git('mv', '--', aFile(deed), `docs/renamed ${deed.draw.number(3)}.txt`)
  },
  'make a link': (deed) => deed.operator.link(deed.draw.one(fresh), '../README.md'),
  'hide a file from git': (deed) => {
    const flag = deed.draw.one(['--assume-unchanged', '--skip-worktree', '--no-skip-worktree'])
    deed.operator.git('update-index', flag, '--', aFile(deed))
  },
  stash: (deed) => {
    edit(deed, aFile(deed))
    deed.operator.git('stash', 'push', '--quiet', ...(deed.draw.chance(50) ? ['-u'] : []), '-m', deed.words)
  },
  'take the stash back': (deed) => {
    deed.operator.git('stash', deed.draw.one(['pop', 'apply', 'drop']), '--quiet')
  },
  commit: (deed) => {
    edit(deed, aFile(deed))
    deed.operator.git('commit', '--quiet', '-a', '-m', deed.words)
  },
  'commit on another branch': (deed) => {
    const { operator, draw, words } = deed
    if (!operator.git('checkout', '--quiet', draw.one(branches))) return
    edit(deed, `docs/of ${draw.number(3)}.md`)
    operator.git('add', 'docs')
    operator.git('commit', '--quiet', '-m', words)
  },
  'check out a branch': ({ operator, draw, feature }) => {
    operator.git('checkout', '--quiet', draw.one([...branches, feature.branch, feature.branch]))
  },
  "check out the feature's branch": ({ operator, feature }) => {
    operator.git('checkout', '--quiet', feature.branch)
  },
  'check out a commit': ({ operator, draw }) => {
    operator.git('checkout', '--quiet', '--detach', draw.one(['main', 'other', 'HEAD']))
  },
  'create a branch': ({ operator, draw, words }) => {
    operator.git('checkout', '--quiet', '-b', words, ...(draw.chance(50) ? ['main'] : []))
  },
  'delete a branch': ({ operator, draw }) => {
    operator.git('branch', '-D', draw.one(branches))
  },
  tag: ({ operator, words }) => {
    operator.git('tag', words)
  },
  'let a branch follow another': ({ operator, draw }) => {
    operator.git('branch', '--set-upstream-to=main', draw.one(['other', 'topic']))
  },
  'begin a rebase': ({ operator, draw, feature }) => {
    operator.git('rebase', '--quiet', 'conflict', draw.one(['topic', 'other', feature.branch]))
  },
  'end a rebase': ({ operator, draw }) => {
    if (draw.chance(50)) operator.git('add', '-A')
    operator.git('rebase', draw.one(['--abort', '--continue', '--skip', '--quit']))
  },
  'begin a merge': ({ operator, draw }) => {
    operator.git('merge', '--quiet', '--no-edit', draw.one(['conflict', 'other', 'main']))
  },
  'end a merge': ({ operator, draw }) => {
    if (draw.chance(50)) operator.git('merge', '--abort')
    else if (operator.git('add', '-A')) operator.git('commit', '--quiet', '--no-edit')
  },
  'begin a cherry-pick': ({ operator }) => {
    operator.git('cherry-pick', 'conflict')
  },
  'reset to the commit before': ({ operator, draw, feature }) => {
    if (operator.ask('branch', '--show-current') === feature.branch) return
    operator.git('reset', '--quiet', draw.one(['--soft', '--mixed', '--hard']), 'HEAD~1')
  },
  'let git hold the index': ({ operator }) => {
    if (!operator.has('.git/index.lock')) operator.write('.git/index.lock', '')
  },
  'let git give the index back': ({ operator }) => operator.remove('.git/index.lock'),
  'pack the refs': ({ operator }) => {
    operator.git('pack-refs', '--all')
  },
  'edit in the feature folder': (deed) => {
    const { draw, feature } = deed
    const name = draw.one(['WU-01-unit.md', 'GATE-01.md', 'events.jsonl', 'notes.md', 'work/mine.md'])
    edit(deed, `${feature.path}/${name}`)
  },
  'edit the plan': (deed) => edit(deed, `${deed.feature.path}/PLAN.md`),
  'edit configuration of the state folder': (deed) =>
    edit(
      deed,
      deed.draw.one(['.gatecycle/config.yml', '.gatecycle/verification.yml', '.gatecycle/roadmap.md']),
    ),
} satisfies Readonly<Record<string, (deed: Deed) => void>>

/** What leaves every tracked file as it is committed: a run may end in a fast-forward of such a checkout. */
export const quietActions: readonly ActionName[] = [
  'make a new file',
  'make an ignored file',
  'make a link',
  'tag',
  'create a branch',
  "check out the feature's branch",
  'pack the refs',
  'let a branch follow another',
  'take the stash back',
]

export const actionNames: readonly ActionName[] = Object.keys(actions) as ActionName[] // the keys of a table that is closed
