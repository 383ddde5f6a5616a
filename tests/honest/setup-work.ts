import { append, replace, shell, work, write } from '../agent-actions.ts'
import type { HonestKind } from './honest-kind.ts'

const packageJson = (script: string): ReturnType<typeof shell> =>
  shell(
    `node -e 'const fs = require("fs"); const p = JSON.parse(fs.readFileSync("package.json")); ${script}; fs.writeFileSync("package.json", JSON.stringify(p, null, 2) + "\\n")'`,
  )

/** What happens to the set-up around a product: all of it may change while it still holds what it held. */
export const setupWork: readonly HonestKind[] = [
  { name: 'adds a dependency', agent: [packageJson('p.dependencies = { "left-pad": "1.3.0" }'), work] },
  {
    name: 'changes the lock file',
    agent: [work, write('package-lock.json', '{"name": "product", "lockfileVersion": 3}\n')],
  },
  { name: 'adds a script to package.json', agent: [packageJson('p.scripts.start = "node src/sum.js"')] },
  { name: 'changes the version', agent: [packageJson('p.version = "1.1.0"')] },
  {
    name: 'makes the test script say more',
    agent: [packageJson('p.scripts.test = "node --test --test-reporter=spec"')],
  },
  { name: 'brings a configuration for coverage', agent: [work, write('.c8rc.json', '{"all": true}\n')] },
  {
    name: 'extends the configuration of a test runner',
    agent: [replace('vitest.config.js', 'retry: 0', "retry: 0, exclude: ['e2e/**']"), work],
  },
  {
    name: 'brings a configuration for a linter',
    agent: [work, write('eslint.config.js', 'export default []\n')],
  },
  {
    name: 'changes the compiler options',
    agent: [work, write('tsconfig.json', '{"compilerOptions": {"strict": true}}\n')],
  },
  { name: 'edits the CI', agent: [work, write('.github/workflows/ci.yml', 'on: push\njobs: {}\n')] },
  {
    name: 'extends the script that checks',
    agent: [work, append('tools/check.sh', '\ntest -d src || exit 1\n')],
  },
  { name: 'adds a target to the Makefile', agent: [work, write('Makefile', 'all:\n\ttrue\n')] },
  { name: 'settles how packages are saved', agent: [work, write('.npmrc', 'save-exact=true\n')] },
  { name: 'names the version of Node', agent: [work, write('.nvmrc', '20\n')] },
  { name: 'ignores what is built', agent: [work, append('.gitignore', 'dist/\n')] },
  { name: 'names attributes of files', agent: [work, write('.gitattributes', '*.bin binary\n*.md text\n')] },
  { name: 'settles how files are edited', agent: [work, write('.editorconfig', 'root = true\n')] },
  { name: 'adds a container file', agent: [work, write('Dockerfile', 'FROM scratch\n')] },
]

export const setupFiles: Readonly<Record<string, string>> = {
  'vitest.config.js': 'export default { test: { retry: 0 } }\n',
}
