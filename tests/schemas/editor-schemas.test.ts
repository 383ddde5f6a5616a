import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import {
  parseMarkdownFile,
  mappingOf,
  toPlain,
  createSourceText,
  parseYaml,
} from '../../packages/plan-model/src/index.ts'
import { corpusRoot } from '../../packages/test-kit/src/index.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const names = ['plan', 'gate', 'unit', 'verification', 'config'] as const
type Name = (typeof names)[number]

const schemaText = (name: Name): string => readFileSync(join(root, 'schemas', `${name}.schema.json`), 'utf8')
const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true, allErrors: true })
const validators = Object.fromEntries(
  names.map((name) => [name, ajv.compile(JSON.parse(schemaText(name)) as object)]),
) as Record<Name, ValidateFunction>

/** What a schema says against a value, one line each; nothing when it fits. */
function complaintsOf(name: Name, value: unknown): readonly string[] {
  const validate = validators[name]
  if (validate(value)) return []
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}

/** The front matter as the product reads it, as plain JSON. */
function frontMatterOf(text: string): unknown {
  const mapping = mappingOf(parseMarkdownFile('x.md', text))
  if (mapping === undefined) throw new Error('no front matter')
  return toJson(toPlain(mapping))
}

function yamlOf(text: string): unknown {
  const reading = parseYaml(createSourceText(text))
  if (!reading.ok) throw new Error(reading.problem.message)
  return toJson(toPlain(reading.value))
}

/** JSON has null where YAML has nothing. */
function toJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (_key, item: unknown) => item ?? null)) as unknown
}

function kindOf(file: string): Name | undefined {
  if (file === 'PLAN.md') return 'plan'
  if (/^GATE-\d+\.md$/u.test(file)) return 'gate'
  return /^WU-.*\.md$/u.test(file) ? 'unit' : undefined
}

/** Every plan file below a folder with features. */
function planFilesIn(features: string): readonly (readonly [string, Name, string])[] {
  return readdirSync(features).flatMap((folder) =>
    readdirSync(join(features, folder)).flatMap((file) => {
      const kind = kindOf(file)
      return kind === undefined ? [] : [[`${folder}/${file}`, kind, join(features, folder, file)] as const]
    }),
  )
}

test('the schemas are what tools/generate-editor-schemas.mjs would write', () => {
  const tool = join(root, 'tools/generate-editor-schemas.mjs')
  const { status, stderr } = spawnSync(process.execPath, [tool, '--check'], { encoding: 'utf8' })
  expect(stderr).toBe('')
  expect(status).toBe(0)
})

test.each(names)('%s says its version and describes every key', (name) => {
  const schema = parse(schemaText(name)) as {
    readonly $id: string
    readonly properties: Readonly<Record<string, { readonly description?: string }>>
  }
  expect(schema.$id).toBe(`urn:gatecycle:schema:${name}:1`)
  const silent = Object.entries(schema.properties).filter(([, { description = '' }]) => description === '')
  expect(silent.map(([key]) => key)).toEqual([])
})

describe('the worked example fits', () => {
  const state = join(root, 'examples/health-endpoint/.gatecycle')
  test.each(planFilesIn(join(state, 'features')))('%s', (_file, kind, path) => {
    expect(complaintsOf(kind, frontMatterOf(readFileSync(path, 'utf8')))).toEqual([])
  })
  test.each(['verification', 'config'] as const)('%s.yml', (name) => {
    expect(complaintsOf(name, yamlOf(readFileSync(join(state, `${name}.yml`), 'utf8')))).toEqual([])
  })
})

describe('the templates fit when they are filled in', () => {
  const values: Readonly<Record<string, string>> = {
    gate: '1',
    planned_cost_usd: '1.5',
    cost_budget_usd: '2',
  }
  const filled = (name: string): string =>
    readFileSync(join(root, 'templates', name), 'utf8').replaceAll(
      /\{\{(?<name>\w+)\}\}/gu,
      (_all, key: string) => values[key] ?? 'word',
    )

  test.each([
    ['PLAN.md', 'plan'],
    ['GATE.md', 'gate'],
    ['WU.md', 'unit'],
    ['WU-close.md', 'unit'],
  ] as const)('%s', (file, kind) => {
    expect(complaintsOf(kind, frontMatterOf(filled(file)))).toEqual([])
  })
  test.each(['verification', 'config'] as const)('%s.yml', (name) => {
    expect(complaintsOf(name, yamlOf(filled(`${name}.yml`)))).toEqual([])
  })
})

const corpus = corpusRoot()
describe.skipIf(corpus === undefined)('real plans fit', () => {
  const state = join(
    corpus ?? root,
    corpus === undefined ? 'examples/health-endpoint/.gatecycle' : 'gate-cycle/.specfuse',
  )
  test('front matter', () => {
    const files = planFilesIn(join(state, 'features'))
    const wrong = files.flatMap(([file, kind, path]) =>
      complaintsOf(kind, frontMatterOf(readFileSync(path, 'utf8'))).map(
        (complaint) => `${basename(file)} in ${file}: ${complaint}`,
      ),
    )
    expect(files.length).toBeGreaterThan(100)
    expect(wrong).toEqual([])
  })
  test('verification.yml', () => {
    expect(
      complaintsOf('verification', yamlOf(readFileSync(join(state, 'verification.yml'), 'utf8'))),
    ).toEqual([])
  })
})

test.each([
  ['plan', { feature_id: 'x', title: 'x', branch: 'x', roadmap_goal: 'x', status: 'activ' }, '/status'],
  ['plan', { title: 'x', branch: 'x', roadmap_goal: 'x', status: 'active' }, 'feature_id'],
  ['gate', { gate: 0 }, '/gate'],
  ['unit', { id: 'x', type: 'implementaton' }, '/type'],
  ['unit', { id: 'x', produces: { a: 1 } }, '/produces'],
  ['unit', { id: 'x', verify: [{ name: 'x' }] }, '/verify/0'],
  ['verification', {}, 'code'],
  ['verification', { code: [] }, '/code'],
  ['verification', { code: [{ name: 'x', run: ['x'], command: 'x' }] }, '/code/0'],
  ['verification', { code: [{ name: 'x', run: ['x'], timeuot: 3 }] }, '/code/0'],
  ['verification', { code: [{ name: 'x', run: ['x'] }], setup: [{ run: ['x'] }] }, '/setup/0'],
  ['verification', { code: [{ name: 'x', run: ['x'] }], clean_room: 'yes' }, '/clean_room'],
  ['config', { agnet: 'x' }, 'additional properties'],
  ['config', { agents: { x: { preset: 'command' } } }, 'bin'],
  ['config', { agents: { x: { preset: 'comand', bin: 'x' } } }, '/agents/x/preset'],
  ['config', { timeouts: { attempt: 0 } }, '/timeouts/attempt'],
  ['config', { attempts: 1.5 }, '/attempts'],
] as const)('%s refuses %j', (name, value, where) => {
  expect(complaintsOf(name, value).join('\n')).toContain(where)
})
