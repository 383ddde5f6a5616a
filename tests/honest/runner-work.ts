import { product } from '../armed-product.ts'
import { git, shell, work, write } from '../agent-actions.ts'
import type { HonestKind } from './honest-kind.ts'

const inManifest = (from: string, to: string): ReturnType<typeof shell> =>
  shell(`sed 's#${from}#${to}#g' package.json > ignored-copy.log && cat ignored-copy.log > package.json`)

const needsSetUp = `import assert from 'node:assert'
import test from 'node:test'

test('is set up', () => assert.equal(globalThis.isSetUp, true))
`

/** Tests that change together with what runs them: under the old version of that, only the old tests can pass. */
export const runnerWork: readonly HonestKind[] = [
  {
    name: 'brings a set-up file that its new test needs',
    agent: [
      write('test/set-up.js', 'globalThis.isSetUp = true\n'),
      write('test/needs-set-up.test.js', needsSetUp),
      inManifest('old-runner test', 'old-runner --import ./test/set-up.js test'),
    ],
  },
  {
    name: 'brings another one, and changes what the code says together with its test',
    agent: [
      write('src/text.js', "export const shout = (text) => text.toUpperCase() + '!!'\n"),
      shell("sed -i \"s/'A!'/'A!!'/; s/'!'))/'!!'))/\" test/text.test.js"),
      write('test/more.js', 'globalThis.isMore = true\n'),
      write('test/needs-more.test.js', needsSetUp.replaceAll('isSetUp', 'isMore')),
      inManifest('old-runner --import', 'old-runner --import ./test/more.js --import'),
    ],
  },
  {
    name: 'moves the tests and what names their folder',
    agent: [git('mv', 'test', 'specs'), inManifest('test/', 'specs/')],
  },
  {
    name: 'exchanges the test runner for another one',
    agent: [
      work,
      inManifest('old-runner', 'new-runner'),
      shell('rm -r node_modules && node tools/install.mjs'),
    ],
  },
]

const install = `import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'

const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'))
mkdirSync('node_modules/.bin', { recursive: true })
for (const name of Object.keys(devDependencies))
  writeFileSync('node_modules/.bin/' + name, '#!/bin/sh\\nexec node --test --test-reporter=tap "$@"\\n', { mode: 0o755 })
`

const manifest = {
  name: 'product',
  private: true,
  type: 'module',
  scripts: { test: 'old-runner test/*.test.js' },
  devDependencies: { 'old-runner': '1.0.0' },
}

export const runnerFiles: Readonly<Record<string, string>> = {
  ...product,
  'package.json': `${JSON.stringify(manifest, undefined, 2)}\n`,
  'tools/install.mjs': install,
}

export const runnerVerification = `code:
  - name: tests
    run: [npm, test]
    timeout: 60
setup:
  - name: install
    run: [node, tools/install.mjs]
setup_key: [package.json]
`
