import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { effectiveConfigOf } from '../../src/config/effective-config.ts'

interface Schema {
  readonly type?: string | readonly string[]
  readonly enum?: readonly string[]
  readonly exclusiveMinimum?: number
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: Schema | false
  readonly default?: unknown
}

const root = fileURLToPath(new URL('../../../../', import.meta.url))
const schema = JSON.parse(readFileSync(join(root, 'schemas/config.schema.json'), 'utf8')) as Schema

/** Every key of the schema that has one value: `agents.NAME.bin`, with what the schema says about it. */
function leavesOf(
  { properties, additionalProperties }: Schema,
  path = '',
): readonly (readonly [string, Schema])[] {
  const named = typeof additionalProperties === 'object' && isGroup(additionalProperties)
  const all = [
    ...Object.entries(properties ?? {}),
    ...(named ? [['NAME', additionalProperties] as const] : []),
  ]
  return all.flatMap(([key, inner]) =>
    isGroup(inner) ? leavesOf(inner, `${path}${key}.`) : [[`${path}${key}`, inner] as const],
  )
}

/** `variables` have names of their own, and no keys. */
function isGroup({ properties, additionalProperties }: Schema): boolean {
  return (
    properties !== undefined ||
    (typeof additionalProperties === 'object' && additionalProperties.properties !== undefined)
  )
}

const leaves = leavesOf(schema)
const base: Readonly<Record<string, string>> = { 'agents.NAME.preset': 'command', 'agents.NAME.bin': 'node' }

/** A value that the schema allows and that no key has by default. */
function sampleOf(path: string, { enum: values, type, default: standard }: Schema): string {
  if (path === 'agent') return 'NAME'
  const types = new Set([type ?? []].flat())
  if (values !== undefined) return values.find((value) => value !== standard) ?? ''
  if (types.has('object')) return '{A: b}'
  if (types.has('array')) return '[one, two]'
  return types.has('string') ? 'sample' : '7'
}

/** YAML with these paths set. */
function yamlOf(values: Readonly<Record<string, string>>): string {
  const tree = new Map<string, Tree>()
  for (const [path, value] of Object.entries(values)) put(tree, path.split('.'), value)
  return render(tree, '')
}

type Tree = string | Map<string, Tree>

function put(tree: Map<string, Tree>, [key = '', ...rest]: readonly string[], value: string): void {
  if (rest.length === 0) {
    tree.set(key, value)
    return
  }
  const found = tree.get(key)
  const inner = typeof found === 'object' ? found : new Map<string, Tree>()
  tree.set(key, inner)
  put(inner, rest, value)
}

function render(tree: ReadonlyMap<string, Tree>, indent: string): string {
  return [...tree]
    .map(([key, value]) =>
      typeof value === 'string'
        ? `${indent}${key}: ${value}\n`
        : `${indent}${key}:\n${render(value, `${indent}  `)}`,
    )
    .join('')
}

const read = (text: string): ReturnType<typeof effectiveConfigOf> =>
  effectiveConfigOf({ from: 'repository', file: 'config.yml', text }, undefined)

test('the parser reads every key of the schema, and the schema has every key that the parser reads', () => {
  const paths = [...read(yamlOf(base)).origins.keys()]
  expect(paths.toSorted()).toEqual(leaves.map(([path]) => path).toSorted())
})

describe.each(leaves)('%s', (path, leaf) => {
  const value = { ...base, [path]: sampleOf(path, leaf) }

  test('can be said, and what is said counts', () => {
    const { config, origins } = read(yamlOf(value))
    expect(origins.get(path)?.origin).toMatchObject({ from: 'repository' })
    if (!(path in base)) expect(config).not.toEqual(read(yamlOf(base)).config)
  })

  test('is refused when it is misspelt', () => {
    expect(() => read(yamlOf({ ...base, [`${path}x`]: '1' }))).toThrow('unknown key')
  })

  test('has the default that the schema says', () => {
    expect(leaf.default).toEqual(path in base ? undefined : read(yamlOf(base)).origins.get(path)?.value)
  })
})

/** Where a key is used, outside of the code that reads the file: a key that nobody uses does not exist. */
const uses: Readonly<Record<string, RegExp>> = {
  agent: /\bconfig\.agent\b/u,
  'agents.NAME.preset': /\bprofile\.preset\b/u,
  'agents.NAME.bin': /\bprofile\.bin\b/u,
  'agents.NAME.args': /\bprofile\.args\b/u,
  'agents.NAME.model': /\bprofile\.model\b/u,
  'agents.NAME.effort': /\bprofile\.effort\b/u,
  'agents.NAME.env': /\bprofile\.env\b/u,
  'agents.NAME.pass': /\bprofile\.pass\b/u,
  containment: /\bcontainment: asked\b/u,
  'env.pass': /\bconfig\.env\.pass\b/u,
  'env.drop': /\bconfig\.env\.drop\b/u,
  isolation: /\bconfig\.isolation\b/u,
  'timeouts.attempt': /\bconfig\.timeouts\.attempt\b/u,
  'timeouts.silence': /\bconfig\.timeouts\.silence\b/u,
  'limits.files': /\blimits\.files\b/u,
  'limits.file_megabytes': /\blimits\.file_megabytes\b/u,
  'limits.megabytes': /\blimits\.megabytes\b/u,
  oracle_surface: /\bconfig\.oracle_surface\b/u,
  'timeouts.hook': /\bconfig\.timeouts\.hook\b/u,
  'commit.subject': /\bconfig\.commit\.subject\b/u,
  'commit.hooks': /\bconfig\.commit\.hooks\b/u,
  'commit.sign': /\bcommit\.sign\b/u,
  attempts: /\bconfig\.attempts\b/u,
}

test('every key is used by the driver or by a preset', () => {
  const code = ['packages/loop/src', 'packages/agents/src'].map(sourcesOf).join('\n')
  expect(Object.keys(uses).toSorted()).toEqual(leaves.map(([path]) => path).toSorted())
  expect(Object.entries(uses).filter(([, use]) => !use.test(code))).toEqual([])
})

function sourcesOf(folder: string): string {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.startsWith('config/'))
    .map((path) => readFileSync(join(root, folder, path), 'utf8'))
    .join('\n')
}
