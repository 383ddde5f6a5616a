import { git, remove, shell, work, write } from '../agent-actions.ts'
import type { HonestKind } from './honest-kind.ts'

const commitAll = (message: string): ReturnType<typeof shell> =>
  shell(`git add -A && git commit --quiet --no-verify -m '${message}'`)

/** How agents work: none of it is their fault. */
export const habits: readonly HonestKind[] = [
  {
    name: 'commits in small steps',
    agent: [work, commitAll('one'), write('src/two.js', 'export {}\n'), commitAll('two')],
  },
  {
    name: 'commits and amends',
    agent: [
      work,
      commitAll('one'),
      write('src/am.js', 'export {}\n'),
      shell('git add -A && git commit --quiet --amend --no-edit'),
    ],
  },
  {
    name: 'works on a branch of its own',
    agent: [shell('git checkout --quiet -b agent/own'), work, commitAll('one')],
  },
  { name: 'stages its work', agent: [work, git('add', '-A')] },
  {
    name: 'stashes and takes it back',
    agent: [work, shell('git stash --include-untracked --quiet && git stash pop --quiet')],
  },
  { name: 'sets a tag', agent: [work, git('tag', 'agent-was-here')] },
  {
    name: 'looks at git in every way',
    agent: [
      work,
      shell(
        'git status >/dev/null; git log --oneline >/dev/null; git diff HEAD >/dev/null; git blame README.md >/dev/null',
      ),
    ],
  },
  { name: 'runs the tests itself', agent: [work, shell('node --test >/dev/null')] },
  {
    name: 'builds into an ignored folder',
    agent: [work, shell('mkdir -p ignored/dist && cp src/sum.js ignored/dist/')],
  },
  { name: 'writes a log that is ignored', agent: [work, shell('echo x > debug.log')] },
  {
    name: 'installs packages',
    agent: [
      work,
      shell('mkdir -p node_modules/left-pad && echo "module.exports = 1" > node_modules/left-pad/index.js'),
    ],
  },
  {
    name: 'makes an environment of Python under a name of its own',
    agent: [
      work,
      shell('mkdir my-env && echo "home = /usr/bin" > my-env/pyvenv.cfg && echo "*" > my-env/.gitignore'),
    ],
    unit: ['scope: ["src/**"]'],
  },
  {
    name: 'looks at its coverage in HTML',
    agent: [work, shell('mkdir htmlcov && echo "<p>" > htmlcov/index.html && echo "*" > htmlcov/.gitignore')],
    unit: ['scope: ["src/**"]'],
  },
  {
    name: 'installs packages that install hooks with husky',
    agent: [
      work,
      shell(
        'mkdir -p .husky/_ && echo "exit 0" > .husky/_/h && echo "*" > .husky/_/.gitignore && git config core.hooksPath .husky/_',
      ),
    ],
    unit: ['scope: ["src/**"]'],
  },
  {
    name: 'tries something outside of its scope and takes it back',
    agent: [work, write('elsewhere.txt', 'x\n'), remove('elsewhere.txt')],
    unit: ['scope: ["src/**"]'],
  },
  {
    name: 'keeps notes in the temporary folder',
    agent: [work, shell('d=$(mktemp -d) && echo x > "$d/notes" && rm -r "$d"')],
  },
  { name: 'leaves a server running', agent: [work, { do: 'leave-child' }] },
  { name: 'leaves a daemon running', agent: [work, { do: 'leave-daemon' }] },
  { name: 'forgets the RESULT block', agent: [work, { do: 'result', kind: 'missing' }] },
  { name: 'copies the RESULT block of the prompt', agent: [work, { do: 'result', kind: 'wrong-nonce' }] },
  {
    name: 'talks about being blocked and is not',
    agent: [
      work,
      { do: 'say', text: 'status: blocked\nI was blocked once, and then not.\n' },
      { do: 'result', kind: 'complete' },
    ],
  },
  { name: 'says bytes that are no text', agent: [work, { do: 'say-bytes', hex: 'fffe80c3' }] },
  { name: 'says a lot', agent: [work, { do: 'flood', bytes: 3_000_000 }] },
  { name: 'says words for a terminal', agent: [work, { do: 'say', text: '\u001B[31mred\u001B[0m\n' }] },
  { name: 'touches files without changing them', agent: [work, shell('touch src/*.js')] },
  {
    name: 'changes a file there and back',
    agent: [work, shell('cp src/sum.js /tmp/$$; echo >> src/sum.js; mv /tmp/$$ src/sum.js')],
  },
]
