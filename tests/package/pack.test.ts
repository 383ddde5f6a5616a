import { spawnSync } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))
const source = join(root, 'packages/gatecycle')
const place = realpathSync(mkdtempSync(join(tmpdir(), 'gatecycle package ')))
const project = join(place, 'project')
const below = join(project, 'src/deep')
const identity = '-c user.name=n -c user.email=n@example.org -c commit.gpgsign=false -c core.hooksPath=none'
const windows = process.platform === 'win32'

interface End {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Types a line of words, without a network. */
function type(cwd: string, [command = '', ...words]: readonly string[]): End {
  const pnpm = readdirSync(join(root, '.tools')).find((name) => name.startsWith('pnpm-')) ?? ''
  const path = [process.env['PATH'], join(root, '.tools', pnpm, 'node_modules/.bin')].join(delimiter)
  const env = {
    ...process.env,
    PATH: path,
    npm_config_offline: 'true',
    npm_config_cache: join(place, 'cache'),
  }
  return spawnSync(command, words, { cwd, env, encoding: 'utf8', shell: windows })
}

beforeAll(() => {
  cpSync(join(root, 'examples/health-endpoint'), project, { recursive: true })
  mkdirSync(below, { recursive: true })
  writeFileSync(join(project, 'package.json'), '{ "name": "project", "private": true }\n')
  writeFileSync(join(below, 'events.jsonl'), `${JSON.stringify(event)}\n`)
  const packed = type(source, ['npm', 'pack', '--ignore-scripts', '--pack-destination', place])
  expect(packed.status, packed.stderr).toBe(0)
  const tarball = join(place, 'gatecycle-0.1.0.tgz')
  const installed = type(project, ['npm', 'install', '--no-audit', '--no-fund', tarball])
  expect(installed.status, installed.stderr).toBe(0)
})
afterAll(() => rmSync(place, { recursive: true, force: true }))

const event = {
  timestamp: '2026-01-31T09:30:00Z',
  correlation_id: 'FEAT-2026-0007',
  event_type: 'tool_used',
  source: 'driver',
  source_version: '1',
  payload: { tool: 'x' },
}

test('the package holds the bins and their parts, schemas, templates, licences, and nothing else', () => {
  const files = listFiles(join(project, 'node_modules/gatecycle'))
  const copied = ['schemas', 'templates'].flatMap((folder) =>
    listFiles(join(root, folder)).map((name) => `${folder}/${name}`),
  )
  expect(files.filter((name) => /^(?:schemas|templates)\//u.test(name))).toEqual(copied.toSorted())
  expect(files.filter((name) => !/^(?:schemas|templates)\//u.test(name))).toMatchInlineSnapshot(`
    [
      "LICENSE",
      "README.md",
      "dist/THIRD-PARTY-LICENSES.txt",
      "dist/gatecycle.js",
      "dist/loop.js",
      "dist/package.json",
      "dist/parts/ajv.js",
      "dist/parts/diagnostics.js",
      "dist/parts/execa.js",
      "dist/parts/loop-commands.js",
      "dist/parts/plan-lint-commands.js",
      "dist/parts/proper-lockfile.js",
      "dist/parts/range-worker.js",
      "dist/parts/rule-pages.js",
      "dist/parts/simple-git.js",
      "dist/parts/validate-event-commands.js",
      "dist/parts/yaml.js",
      "dist/plan-lint.js",
      "dist/validate-event.js",
      "package.json",
    ]
  `)
})

test.each(['gatecycle', 'loop', 'plan-lint', 'validate-event'])(
  '%s reads its commands only when one is called',
  (bin) => {
    // A help, a completion and a misspelt command read the bin alone; with its commands it has a megabyte.
    const { size } = statSync(join(project, `node_modules/gatecycle/dist/${bin}.js`))
    expect(size).toBeLessThan(250_000)
  },
)

test('what is published cannot be told to fail, as what tests use can', () => {
  const dist = join(project, 'node_modules/gatecycle/dist')
  const filesWith = (text: string, folder: string): readonly string[] =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.js'))
      .filter((name) => readFileSync(join(folder, name), 'utf8').includes(text))
  expect(filesWith('GATECYCLE_FAULT', dist)).toEqual([])
  expect(filesWith('GATECYCLE_FAULT', join(source, 'dist/with-faults'))).toContain('parts/loop-commands.js')
})

test('the package needs nothing but Node', () => {
  const manifest = JSON.parse(
    readFileSync(join(project, 'node_modules/gatecycle/package.json'), 'utf8'),
  ) as Readonly<Record<string, unknown>>
  expect(Object.keys(manifest).filter((key) => /dependencies$/iu.test(key))).toEqual(['devDependencies'])
  expect(JSON.stringify(manifest)).not.toMatch(/workspace:|catalog:|link:|file:/u)
  expect(readdirSync(join(project, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual([
    'gatecycle',
  ])
})

test.each(['gatecycle', 'loop', 'plan-lint', 'validate-event'])(
  '%s says the version of the package',
  (name) => {
    const { version } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')) as {
      readonly version: string
    }
    expect(type(below, ['npx', '--no-install', name, '--version']).stdout).toBe(`${version}\n`)
  },
)

const answers: readonly (readonly [string, RegExp])[] = [
  ['npx gatecycle lint', /^1 feature: no problems\n$/u],
  ['npx gatecycle lint explain PL101', /^# PL101 no-unknown-dependency\n/u],
  ['npx gatecycle validate events.jsonl', / EV208 [\s\S]+0 errors, 1 warning\n$/u],
  ['npx gatecycle --help', /^Usage: gatecycle <command> \[options\]\n/u],
  [
    'npx gatecycle completion bash',
    /\ncomplete -o default -F _gatecycle plan-lint validate-event loop gatecycle\n$/u,
  ],
  ['npx plan-lint', /^1 feature: no problems\n$/u],
  ['npx validate-event events.jsonl', /0 errors, 1 warning\n$/u],
  ['npx --no-install loop --help', /^Usage: loop \[command\] \[options\]\n/u],
]

test.each(answers)('%s, from a sub-directory, twice', (line, expected) => {
  for (let round = 0; round < 2; round += 1) {
    const { status, stdout, stderr } = type(below, line.split(' '))
    expect({ status, stderr: withoutNpm(stderr) }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toMatch(expected)
  }
})

test('loop says in a repository what it would do', () => {
  for (const words of ['init -q', 'add -A', `${identity} commit -qm plan`])
    expect(type(project, ['git', ...words.split(' ')]).status).toBe(0)
  const { status, stdout } = type(below, ['npx', '--no-install', 'loop', '--dry-run'])
  expect(status).toBe(0)
  expect(stdout).toContain('next: loop arm FEAT-2026-0001\n')
})

test('what is wrong has the same exit code through npx', () => {
  expect(type(below, ['npx', 'plan-lint', 'nowhere']).status).toBe(2)
  expect(type(below, ['npx', 'gatecycle', 'lnt'])).toMatchObject({
    status: 2,
    stderr: expect.stringContaining("unknown command 'lnt'\n(Did you mean lint?)") as string,
  })
})

test('a schema can be imported by its name', () => {
  const script = "process.stdout.write(require.resolve('gatecycle/schemas/config.schema.json'))"
  const { stdout } = type(project, [process.execPath, '-e', script])
  expect(JSON.parse(readFileSync(stdout, 'utf8'))).toHaveProperty('$schema')
})

test.each([
  ['publint', ['publint', '--strict', source], 'All good!'],
  ['attw', ['attw', '--pack', source, '--profile', 'esm-only'], 'does not contain types'],
])('%s finds nothing', (_, [bin = '', ...words], expected) => {
  const { status, stdout, stderr } = type(root, [join(root, 'node_modules/.bin', bin), ...words])
  expect({ status, stdout }, stderr).toEqual({
    status: 0,
    stdout: expect.stringContaining(expected) as string,
  })
})

function listFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .toSorted()
}

/** What npm says about itself. */
function withoutNpm(text: string): string {
  return text.replaceAll(/^npm (?:warn|notice).*\n/gmu, '')
}
