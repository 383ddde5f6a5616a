import { remove, replace, shell, work, write } from '../agent-actions.ts'
import type { HonestKind } from './honest-kind.ts'

/** What happens to files of a product. */
export const sourceWork: readonly HonestKind[] = [
  { name: 'adds a file', agent: [write('src/a.js', 'export const a = 1\n')] },
  { name: 'edits a file', agent: [replace('src/text.js', 'toUpperCase()', 'toLocaleUpperCase()')] },
  { name: 'deletes a file', agent: [work, remove('src/unused.js')] },
  { name: 'renames a file', agent: [shell('git mv src/old-name.js src/new-name.js')] },
  { name: 'makes a top-level folder', agent: [write('lib/index.js', 'export {}\n')] },
  {
    name: 'moves a file into another folder',
    agent: [shell('mkdir -p lib/moved && mv src/to-move.js lib/moved/')],
  },
  { name: 'gives a file a name with blanks', agent: [write('docs/my first page.md', '# Page\n')] },
  { name: 'gives a file a name that is not ASCII', agent: [write('docs/Übersicht – größer.md', '# Ü\n')] },
  { name: 'gives a file an emoji for a name', agent: [write('docs/🚀.md', '# Go\n')] },
  { name: 'gives a file a name with a dash in front', agent: [write('docs/-x.md', '# X\n')] },
  { name: 'gives a file a name with brackets', agent: [write('src/[id].js', 'export {}\n')] },
  { name: 'adds a file with a dot in front', agent: [write('.prettierignore', 'dist\n')] },
  {
    name: 'adds a script that can be executed',
    agent: [shell('printf "#!/bin/sh\\n" > tools/x && chmod +x tools/x')],
  },
  { name: 'makes a file executable and nothing else', agent: [shell('chmod +x tools/plain.sh')] },
  { name: 'adds a link inside the tree', agent: [shell('ln -s text.js src/alias.js')] },
  { name: 'adds a link to a folder', agent: [shell('ln -s ../src docs/source')] },
  {
    name: 'makes a file that git ignores, and that the plan names',
    agent: [write('ignored/kept.txt', 'kept\n'), write('ignored/other.txt', 'not kept\n')],
    unit: ['produces: [ignored/kept.txt]'],
  },
  {
    name: 'adds such a file by force, in a commit of its own',
    agent: [
      write('ignored/forced.txt', 'kept\n'),
      shell('git add -f ignored/forced.txt && git commit --quiet -m forced'),
    ],
    unit: ['produces: [ignored/forced.txt]', 'scope: [ignored/forced.txt]'],
  },
  { name: 'adds an empty file', agent: [write('src/.keep', '')] },
  { name: 'adds a binary file', agent: [shell('head -c 4096 /dev/urandom > docs/picture.bin')] },
  {
    name: 'adds a fixture of 8 MB',
    agent: [shell('mkdir -p fixtures && head -c 8000000 /dev/zero > fixtures/large.bin')],
  },
  {
    name: 'adds 300 generated files',
    agent: [shell('mkdir -p generated && for i in $(seq 300); do echo "export {}" > generated/$i.js; done')],
  },
  { name: 'adds a file with CR LF', agent: [write('docs/windows.txt', 'a\r\nb\r\n')] },
  { name: 'adds a file with a byte order mark', agent: [write('docs/bom.txt', '\uFEFFa\n')] },
  { name: 'adds a file without a line end', agent: [write('docs/no-end.txt', 'a')] },
  { name: 'adds a file with one long line', agent: [write('docs/long.txt', 'x'.repeat(200_000))] },
  {
    name: 'adds a file that talks of secrets',
    agent: [
      write(
        'src/auth.js',
        "export const header = (token) => 'Bearer ' + token // ghp_0123456789abcdefghijklmnopqrstuvwxyz\n",
      ),
    ],
  },
  {
    name: 'makes a folder out of a file',
    agent: [shell('rm src/module.js && mkdir src/module && echo "export {}" > src/module/index.js')],
  },
  {
    name: 'writes documentation',
    agent: [write('README.md', '# Better\n'), write('docs/guide.md', '# Guide\n')],
  },
  { name: 'keeps a change log', agent: [write('CHANGELOG.md', '# Changes\n')] },
]

/** What has to be there for them. */
export const sourceFiles: Readonly<Record<string, string>> = {
  'src/unused.js': 'export {}\n',
  'src/old-name.js': 'export const name = "a file that is renamed"\n',
  'src/to-move.js': 'export {}\n',
  'src/module.js': 'export {}\n',
  'tools/plain.sh': 'exit 0\n',
}
