import { work, write } from '../agent-actions.ts'
import type { HonestKind } from './honest-kind.ts'

const manifest = (name: string): string =>
  `${JSON.stringify({ name, version: '1.0.0', scripts: { test: 'node --test' } })}\n`
const oneTest = "require('node:test')('works', () => {})\n"

/** What happens in a repository of several packages, of which one has no tests yet. */
export const workspaceWork: readonly HonestKind[] = [
  { name: 'works in one of several packages', agent: [work] },
  {
    name: 'adds a test to one of several packages',
    agent: [write('packages/tested/test/more.test.js', oneTest)],
  },
  {
    name: 'adds a package with a test',
    agent: [
      write('packages/new/package.json', manifest('new')),
      write('packages/new/test/new.test.js', oneTest),
    ],
  },
]

export const workspaceFiles: Readonly<Record<string, string>> = {
  'package.json': '{"private": true, "workspaces": ["packages/*"]}\n',
  'packages/tested/package.json': manifest('tested'),
  'packages/tested/test/tested.test.js': oneTest,
  'packages/untested/package.json': manifest('untested'),
  'packages/untested/index.js': '\n',
}

export const workspaceVerification = `code:
  - name: tests
    run: [npm, test, --workspaces]
    timeout: 60
`
