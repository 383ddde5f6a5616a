import { startOfFile } from '@gatecycle/diagnostics'
import { loadFeature, toFeature, type FeatureFolder } from '@gatecycle/plan-model'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lintFeature, rules, type Rule } from '../src/index.ts'
import { mutate, mutation } from './mutate-files.ts'
import { readSample, type Files } from './rule-page.ts'

const sample = readSample()
const load = (files: Files): FeatureFolder =>
  loadFeature({
    folder: 'FEAT-2026-0007-greeting',
    names: [...files.keys()],
    read: (name) => files.get(name),
  })
const withText = (name: string, text: string): Files => new Map([...sample, [name, text]])

const crashing: Rule = {
  code: 'PL998',
  name: 'no-crash',
  severity: 'error',
  summary: 'Crashes after one finding.',
  judges: 'every-feature',
  *check() {
    yield { file: 'PLAN.md', range: startOfFile, message: 'found before the crash' }
    throw new TypeError('boom')
  },
}

describe('lintFeature', () => {
  test('a rule that crashes is a finding, and the other rules are run', () => {
    const found = lintFeature(load(withText('GATE-01.md', '---\nstatus: opne\n---\n')), {}, [
      crashing,
      ...rules,
    ])
    expect(found.map(({ code }) => code)).toEqual(['PL004', 'PL998', 'PL999'])
    expect(found.at(-1)?.message).toBe('rule PL998 no-crash crashed: boom')
  })

  test('findings come in reading order, whatever the order of the rules', () => {
    const folder = load(withText('WU-01-greet.md', '---\nid: FEAT-2026-0007/T09\ntype: x\nstatus: y\n---\n'))
    expect(lintFeature(folder, {}, rules.toReversed())).toEqual(lintFeature(folder))
  })

  test('files are shown by the path that the context gives them', () => {
    const folder = load(withText('GATE-01.md', '---\nstatus: opne\n---\n'))
    const [finding] = lintFeature(folder, { pathOf: (name) => `plans/${name}` })
    expect(finding?.file).toBe('plans/GATE-01.md')
  })

  test('history is left alone: a finished feature with an unknown dependency has no finding', () => {
    const plan = sample.get('PLAN.md') ?? ''
    const wrong = plan.replace('depends_on: [FEAT-2026-0007/T01]', 'depends_on: [FEAT-2026-0007/T77]')
    expect(lintFeature(load(withText('PLAN.md', wrong))).map(({ code }) => code)).toEqual(['PL101'])
    const done = new Map([
      ...withText('PLAN.md', wrong.replace('status: active', 'status: done')),
      ['GATE-01.md', '---\ngate: 1\nstatus: passed\n---\n'],
    ])
    expect(lintFeature(load(done))).toEqual([])
    const judged = load(
      new Map([
        ...done,
        ['WU-90-close.md', '---\nid: FEAT-2026-0007/G1-CLOSE\nstatus: ready\nverdict: fine\n---\n'],
      ]),
    )
    expect(lintFeature(judged)).toEqual([])
  })
})

describe('the driver never meets a plan that it cannot read', () => {
  const done = withText('PLAN.md', (sample.get('PLAN.md') ?? '').replace('status: active', 'status: done'))
  const base = fc.constantFrom(sample, done)
  const isClean = (folder: FeatureFolder): boolean =>
    lintFeature(folder).every(({ severity }) => severity !== 'error')

  test('where the linter finds no error, the typed feature can be made', () => {
    fc.assert(
      fc.property(base, fc.array(mutation, { minLength: 1, maxLength: 3 }), (files, mutations) => {
        const folder = load(mutations.reduce(mutate, files))
        if (isClean(folder)) expect(() => toFeature(folder)).not.toThrow()
      }),
      { numRuns: 3000 },
    )
  })

  test('the same holds when a file is missing or has another one’s text', () => {
    const names = [...sample.keys()]
    const choice = fc.constantFrom(...names)
    fc.assert(
      fc.property(choice, fc.option(choice), (name, other) => {
        const text = other === null ? undefined : sample.get(other)
        const files = new Map(
          [...sample].flatMap(([key, value]) => {
            if (key !== name) return [[key, value] as const]
            return text === undefined ? [] : [[key, text] as const]
          }),
        )
        const folder = load(files)
        if (isClean(folder)) expect(() => toFeature(folder)).not.toThrow()
      }),
    )
  })

  test('no text makes the linter crash', () => {
    fc.assert(
      fc.property(mutation, fc.string(), (change, tail) => {
        const files = mutate(new Map([...sample].map(([name, text]) => [name, text + tail])), change)
        expect(lintFeature(load(files)).filter(({ code }) => code === 'PL999')).toEqual([])
      }),
      { numRuns: 2000 },
    )
  })
})

describe('limits', () => {
  const ids = (count: number): readonly string[] =>
    Array.from({ length: count }, (_, index) => `T${String(index + 1).padStart(2, '0')}`)

  /** A plan of two gates with so many units of work, none of them begun. */
  function twoGates(count: number): Files {
    const work = ids(count).map((id) => ({ id, file: `WU-${id.slice(1)}-x.md`, type: 'implementation' }))
    const closing = [
      { id: 'G1-CLOSE-INTERMEDIATE', file: 'WU-90-x.md', type: 'close-intermediate' },
      { id: 'G1-PLAN', file: 'WU-91-x.md', type: 'plan-next' },
      { id: 'G2-CLOSE', file: 'WU-92-x.md', type: 'close' },
    ] as const
    const entry = ({ id, file }: { readonly id: string; readonly file: string }): string =>
      `      - id: FEAT-2026-0007/${id}\n        file: ${file}\n        depends_on: [${work.map((unit) => unit.id).includes(id) ? '' : work.map((unit) => `FEAT-2026-0007/${unit.id}`).join(', ')}]\n`
    const graph = `gates:\n  - gate: 1\n    file: GATE-01.md\n    work_units:\n${[...work, closing[0], closing[1]].map(entry).join('')}  - gate: 2\n    file: GATE-02.md\n    work_units:\n${entry(closing[2])}`
    const plan = (sample.get('PLAN.md') ?? '').replace(/gates:[\s\S]*?(?=```\n)/u, () => graph)
    const prompt = (sample.get('WU-01-greet.md') ?? '').replace(/^---[\s\S]*?\n---\n/u, '')
    const units = [...work, ...closing].map(
      ({ id, file, type }) =>
        [file, `---\nid: FEAT-2026-0007/${id}\ntype: ${type}\nstatus: pending\n---\n${prompt}`] as const,
    )
    return new Map([
      ['PLAN.md', plan],
      ['GATE-01.md', '---\ngate: 1\n---\n'],
      ['GATE-02.md', '---\ngate: 2\n---\n'],
      ...units,
    ])
  }

  test.each([
    [4, ['PL208']],
    [5, []],
  ])('%i units of work in two gates: %j', (count, codes) => {
    expect(lintFeature(load(twoGates(count))).map(({ code }) => code)).toEqual(codes)
  })

  test('89 units of work are no problem', () => {
    expect(lintFeature(load(twoGates(89)))).toEqual([])
  })
})

describe('nothing hides behind one mistake', () => {
  test('a duplicate key in the plan does not hide what is wrong in its graph and its units', () => {
    const plan = (sample.get('PLAN.md') ?? '')
      .replace('status: active', 'status: active\nstatus: planned')
      .replace('depends_on: [FEAT-2026-0007/T01]', 'depends_on: [FEAT-2026-0007/T77]')
    const files = new Map([
      ...withText('PLAN.md', plan),
      ['WU-01-greet.md', '---\nid: FEAT-2026-0007/T01\nstatus: redy\n---\n'],
    ])
    expect(lintFeature(load(files)).map(({ code }) => code)).toEqual(['PL002', 'PL101', 'PL003', 'PL004'])
  })
})

test('a feature of an initiative is a feature like any other', () => {
  const files = new Map(
    [...sample].map(
      ([name, text]) => [name, text.replaceAll('FEAT-2026-0007', 'INIT-2026-0001/F06')] as const,
    ),
  )
  const folder = loadFeature({
    folder: 'INIT-2026-0001-F06-greeting',
    names: [...files.keys()],
    read: (name) => files.get(name),
  })
  const folders = ['INIT-2026-0001-F06-greeting', 'INIT-2026-0001-F07-other']
  expect(lintFeature(folder, { folders }).map(({ message }) => message)).toEqual([])
})
