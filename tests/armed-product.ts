import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  createRepo,
  writeFeature,
  type TestRepo,
  type WrittenFeature,
} from '../packages/test-kit/src/index.ts'
import { situationOf } from './open-scenario.ts'

/** A small product with tests, and a unit of work on it that is armed. */
export interface Template {
  readonly repo: TestRepo
  readonly feature: WrittenFeature
}

export interface TemplateOptions {
  /** More front matter of T01. */
  readonly unit?: readonly string[]
  /** How many attempts T01 may have; else one. */
  readonly attempts?: number
  /** More front matter of PLAN.md. */
  readonly plan?: readonly string[]
  readonly verification?: string
  readonly config?: string
  /** Files of the product besides, or instead. */
  readonly files?: Readonly<Record<string, string>>
  /** What the operator's own git configuration says. */
  readonly userConfig?: string
}

/** Two tests in each of two files, and a script: what most repositories have. */
export const verification = `code:
  - name: tests
    run: [node, --test]
    timeout: 60
  - name: check
    run: [sh, tools/check.sh]
    timeout: 60
`

export const product: Readonly<Record<string, string>> = {
  'package.json': `${JSON.stringify({ name: 'product', private: true, type: 'module', scripts: { test: 'node --test' } }, null, 2)}\n`,
  'src/sum.js': 'export const sum = (a, b) => a + b\n',
  'src/text.js': "export const shout = (text) => text.toUpperCase() + '!'\n",
  'test/sum.test.js': `import assert from 'node:assert'
import test from 'node:test'
import { sum } from '../src/sum.js'

test('adds', () => assert.equal(sum(1, 2), 3))
test('adds nothing', () => assert.equal(sum(5, 0), 5))
`,
  'test/text.test.js': `import assert from 'node:assert'
import test from 'node:test'
import { shout } from '../src/text.js'

test('shouts', () => assert.equal(shout('a'), 'A!'))
test('shouts nothing', () => assert.equal(shout(''), '!'))
`,
}

/** Makes the repository, plans one unit and its close, and arms the gate. */
export async function openTemplate(options: TemplateOptions): Promise<Template> {
  const repo = createRepo()
  if (options.userConfig !== undefined)
    writeFileSync(join(repo.env['HOME'] ?? '', '.gitconfig'), options.userConfig)
  const { attempts = 1 } = options
  const unit = { local: 'T01', extra: [`max_attempts: ${attempts}`, ...(options.unit ?? [])] }
  const close = { local: 'G1-CLOSE', type: 'close', dependsOn: ['T01'] }
  const feature = writeFeature(repo, {
    gates: [{ units: [unit, close] }],
    verification: options.verification ?? verification,
    ...(options.plan === undefined ? {} : { plan: options.plan }),
    ...(options.config === undefined ? {} : { config: options.config }),
  })
  for (const [path, text] of Object.entries({ ...product, ...options.files })) repo.write(path, text)
  repo.commitAll('docs: plan')
  await situationOf(repo, feature).arm()
  return { repo, feature }
}
