import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, onTestFinished, test } from 'vitest'
import { createRepo, runBin, type BinEnd } from '../../packages/test-kit/src/index.ts'

const schema = new URL('../../schemas/loop-result.schema.json', import.meta.url)
const validate = new Ajv2020({ allErrors: true }).compile(JSON.parse(readFileSync(schema, 'utf8')) as object)

test('the commands that set a repository up answer by the schema, through the built bin', async () => {
  const repo = createRepo()
  onTestFinished(repo.remove)
  repo.write('package.json', '{"scripts": {"test": "node --test"}}')
  const loop = async (...args: readonly string[]): Promise<BinEnd> =>
    runBin('loop', [...args, '--json'], { cwd: repo.path, env: repo.env })
  const outcomes = []
  for (const words of [
    ['init', '--dry-run'],
    ['init', '--yes'],
    ['init'],
    ['config'],
    ['config', '--effective'],
    ['config', '--path'],
  ]) {
    const { stdout, stderr } = await loop(...words)
    const result = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as { readonly outcome: string }
    expect({ words, stderr, errors: validate(result) ? [] : validate.errors }).toMatchObject({ errors: [] })
    outcomes.push(result.outcome)
  }
  expect(outcomes).toEqual(['shown', 'written', 'nothing-to-do', 'ok', 'ok', 'ok'])
  expect(repo.read('.gatecycle/verification.yml')).toContain('run: [npm, test]')
})
