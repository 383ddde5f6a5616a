import { spawnSync } from 'node:child_process'
import { shell, work, write } from '../agent-actions.ts'
import type { HonestKind } from './honest-kind.ts'

export const hasPython = spawnSync('python3', ['--version']).status === 0

/** What happens in a repository of Python that ignores nothing of what Python writes. */
export const pythonWork: readonly HonestKind[] = [
  { name: 'lets Python lay caches beside what it reads', agent: [work] },
  {
    name: 'adds a module that Python lays a cache for',
    agent: [
      write('product/more.py', 'def more(number):\n    return number + 1\n'),
      write('tests/test_more.py', testOf('more', 'more(1)', '2')),
    ],
  },
  {
    name: 'runs the tests itself and leaves the caches',
    agent: [work, shell('python3 -m unittest discover -s tests -t . >/dev/null 2>&1')],
    unit: ['scope: ["src/**"]'],
  },
]

export const pythonFiles: Readonly<Record<string, string>> = {
  'product/__init__.py': '',
  'product/less.py': 'def less(number):\n    return number - 1\n',
  'tests/__init__.py': '',
  'tests/test_less.py': testOf('less', 'less(1)', '0'),
}

export const pythonVerification = `code:
  - name: tests
    run: [python3, -m, unittest, discover, -s, tests, -t, .]
    timeout: 60
`

function testOf(module: string, said: string, wanted: string): string {
  return `import unittest

from product.${module} import ${module}


class Test(unittest.TestCase):
    def test_it(self):
        self.assertEqual(${said}, ${wanted})
`
}
