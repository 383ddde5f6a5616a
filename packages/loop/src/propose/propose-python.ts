import type { ProposedCommand, Proposal, RepositoryFacts } from './repository-facts.ts'

interface Installer {
  /** What has to be there: a lock file, or an environment in the repository. */
  readonly mark: string
  readonly run: readonly string[]
  readonly setup?: readonly string[]
  readonly link?: readonly string[]
}

/** In the order in which they are believed where there are several. */
const installers: readonly Installer[] = [
  { mark: 'uv.lock', run: ['uv', 'run', '--frozen'], setup: ['uv', 'sync', '--frozen'] },
  { mark: 'poetry.lock', run: ['poetry', 'run'], setup: ['poetry', 'install', '--no-interaction'] },
  { mark: 'pdm.lock', run: ['pdm', 'run'], setup: ['pdm', 'install', '--frozen-lockfile'] },
  { mark: 'Pipfile.lock', run: ['pipenv', 'run'], setup: ['pipenv', 'sync', '--dev'] },
  { mark: '.venv', run: ['.venv/bin/python', '-m'], link: ['.venv'] },
]

const otherwise: Installer = { mark: '', run: ['python3', '-m'] }

/** A tool is used where the project configures it or asks for it. */
const tools = [
  {
    name: 'tests',
    argv: ['pytest'],
    seenIn: /^\[tool\.pytest|["'\s]pytest\b/mu,
    files: ['pytest.ini', 'conftest.py'],
  },
  {
    name: 'lint',
    argv: ['ruff', 'check', '.'],
    seenIn: /^\[tool\.ruff/mu,
    files: ['ruff.toml', '.ruff.toml'],
  },
  { name: 'types', argv: ['mypy', '.'], seenIn: /^\[tool\.mypy/mu, files: ['mypy.ini', '.mypy.ini'] },
] as const

/** What pyproject.toml and its neighbours suggest. */
export function proposePython(facts: RepositoryFacts): Proposal | undefined {
  const { names, texts, ignored } = facts
  const isPython = ['pyproject.toml', 'setup.py', 'setup.cfg', 'requirements.txt', 'tox.ini'].some((name) =>
    names.has(name),
  )
  if (!isPython) return undefined
  const installer = installers.find(({ mark }) => names.has(mark)) ?? otherwise
  const config = `${texts.get('pyproject.toml') ?? ''}\n${texts.get('tox.ini') ?? ''}`
  const code = tools
    .filter(({ seenIn, files }) => seenIn.test(config) || files.some((file) => names.has(file)))
    .map(({ name, argv }): ProposedCommand => ({
      name,
      run: [...installer.run, ...argv],
      seen: 'pyproject.toml',
    }))
  return {
    code,
    setup: setupOf(installer),
    link: installer.link ?? [],
    notes: notesOf(installer, code, ignored),
  }
}

function setupOf({ mark, setup }: Installer): readonly ProposedCommand[] {
  return setup === undefined ? [] : [{ name: `${setup[0]}-dependencies`, run: setup, seen: mark }]
}

function notesOf(
  { mark }: Installer,
  code: readonly ProposedCommand[],
  ignored: ReadonlySet<string>,
): readonly string[] {
  const notes: string[] = []
  if (code.length === 0) notes.push('this is a Python project, and no configuration of pytest was found')
  if (code.length > 0 && mark === '') {
    notes.push('no lock file and no .venv was found: the commands use the python3 that is on PATH')
  }
  if (!ignored.has('__pycache__')) {
    notes.push('git does not ignore __pycache__: add it to .gitignore, else it becomes part of units')
  }
  return notes
}
