import { describe, expect, test } from 'vitest'
import { matchesGlob } from '../../../src/adapters/verification/match-glob.ts'
import { oldPartsOf } from '../../../src/policy/surface/surface-parts.ts'

const before = `"""Set-up."""
import pytest

LIMIT = 3


def helper(item):
    return item.name == "slow"


def pytest_collection_modifyitems(items):
    items.sort(key=helper)


@pytest.fixture
def one():
    return 1


@pytest.fixture(autouse=True)
def clean():
    yield
`
const old = (after: string): string | undefined =>
  oldPartsOf('tests/conftest.py', { before, after, goals: new Set() }, matchesGlob)

describe('conftest.py', () => {
  test.each([
    ['a fixture more', `${before}\n\n@pytest.fixture(scope="session")\ndef two():\n    return 2\n`],
    [
      'a fixture that is given parameters',
      `${before}\n\n@pytest.fixture(\n    params=[1, 2],\n)\ndef two(request):\n    return request.param\n`,
    ],
    ['another body of a fixture', before.replace('return 1', 'return 11')],
    ['a fixture less', before.replace('@pytest.fixture\ndef one():\n    return 1\n', '')],
    [
      'a name more to import',
      before.replace('import pytest\n', 'import os\nimport pytest\nfrom a import (\n    b,\n)\n'),
    ],
    [
      'a plug-in that is a module',
      before.replace(
        'import pytest\n',
        'import pytest\nimport pytest_asyncio\nfrom pytest_mock import MockerFixture\n',
      ),
    ],
    ['a function more', `${before}\n\ndef make():\n    return {\n}\n\n\nclass Box:\n    pass\n`],
  ])('%s is as free as a test', (_what, after) => {
    expect(old(after)).toBe(after)
  })

  test.each([
    ['a hook more', `${before}\n\ndef pytest_runtest_setup(item):\n    pytest.skip()\n`],
    [
      'a hook under a decorator',
      `${before}\n\n@pytest.hookimpl(tryfirst=True)\ndef pytest_runtest_setup(item):\n    pytest.skip()\n`,
    ],
    ['a hook that is imported', `${before}\nfrom a import pytest_runtest_setup\n`],
    ['a hook among what is imported', `${before}\nfrom a import b, pytest_runtest_setup\n`],
    ['a hook that is imported under its name', `${before}\nfrom a import b as pytest_runtest_setup\n`],
    ['hooks that are imported together', `${before}\nfrom a import *\n`],
    ['a hook behind an import', `${before}\nimport a; pytest_runtest_setup = a.b\n`],
    ['a hook that is assigned', `${before}\npytest_runtest_setup = print\n`],
    ['a hook in a default', `${before}\n\ndef f(x=(pytest_runtest_setup := print)):\n    pass\n`],
    ['files that are not collected', `${before}\ncollect_ignore = ["test_a.py"]\n`],
    ['files that are not collected, as a function', `${before}\n\nclass collect_ignore_glob:\n    pass\n`],
    [
      'a fixture for every test',
      `${before}\n\n@pytest.fixture(autouse=True)\ndef two():\n    pytest.skip()\n`,
    ],
    [
      'a fixture that may be for every test',
      `${before}\n\n@pytest.fixture(**options)\ndef two():\n    pytest.skip()\n`,
    ],
    [
      'a fixture that is for every test now',
      before.replace('@pytest.fixture\n', '@pytest.fixture(autouse=True)\n'),
    ],
    ['something that is run', `${before}\npytest.skip(allow_module_level=True)\n`],
    [
      'something behind a string that no one closed',
      `${before}\n\ndef f():\n    return f"{d["("]}"\npytest_runtest_setup = print\n`,
    ],
    ['another body of a hook', before.replace('sort(key=helper)', 'clear()')],
    ['another body of what a hook calls', before.replace('== "slow"', '!= "slow"')],
    ['a hook less', before.replace(/def pytest_[\s\S]*?\n\n\n/u, '')],
    ['another body of a fixture for every test', before.replace('    yield', '    pytest.skip()\n    yield')],
  ])('%s is the yardstick, and goes back', (_what, after) => {
    const text = old(after)
    expect(text).not.toBe(after)
    expect(text).not.toMatch(/skip\(|collect_ignore|pytest_runtest_setup|clear\(\)|!=/u)
    expect(text).toContain('def pytest_collection_modifyitems(items):\n    items.sort(key=helper)\n')
    expect(text).toContain('@pytest.fixture(autouse=True)\ndef clean():\n    yield')
  })

  test('what is guarded goes back, and a new fixture stays', () => {
    const fixture = '\n\n@pytest.fixture\ndef two():\n    return 2\n'
    expect(old(`${before.replace('sort(key=helper)', 'clear()')}${fixture}`)).toBe(`${before}${fixture}`)
  })

  test('lines that end in other ways are not taken apart', () => {
    expect(old(`${before}# a\rdef pytest_runtest_setup(item): pass\n`)).toBeUndefined()
    expect(old(`${before}\fdef pytest_runtest_setup(item): pass\n`)).toBeUndefined()
  })
})
