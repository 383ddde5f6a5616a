import { afterAll, beforeAll, expect, test } from 'vitest'
import { copyHouse, type House } from '../house/copy-house.ts'
import { followRecipe } from './follow-recipe.ts'
import { expectToCompile, expectToPass, runProgram } from './see-it-work.ts'

let house: House
beforeAll(() => {
  house = copyHouse()
})
afterAll(() => house.remove())

const longTitle = 'A greeting on the start page for everybody who comes by and has told us a name before'
const summary = {
  before: 'The title of the plan is not `require-short-title`.',
  after: 'A title has at most 72 characters.',
}

/** What else the generator of step 1 holds to is in packages/plan-lint/test/new-rule.test.ts. */
test('a rule that is added as the recipe says reports what it is for', () => {
  followRecipe(house, {
    recipe: 'A lint rule',
    names: { name: 'require-short-title' },
    edits: {
      'packages/plan-lint/src/rules/require-short-title.ts': {
        [summary.before]: summary.after,
        "title?.value !== 'require-short-title'": 'title === undefined || title.value.length <= 72',
        'the title of the plan is "${title.value}"': 'the title has ${title.value.length} characters',
        'write what the feature is': 'leave out what the plan says anyway',
      },
      'packages/plan-lint/docs/rules/require-short-title.md': {
        [summary.before]: summary.after,
        'title: require-short-title': `title: ${longTitle}`,
        'Say in two or three sentences what goes wrong without this rule, and for whom.':
          'The title is the subject of commits, and git cuts those off.',
        'Say what to do now.': 'Leave out what the plan says anyway.',
      },
    },
  })
  expect(house.read('docs/rules.md')).toContain(summary.after)
  expect(house.read('packages/plan-lint/docs/rules/require-short-title.md')).toContain(
    'the title has 85 characters',
  )
  expectToCompile(house)
  expectToPass(house, ['packages/plan-lint/test/rules.test.ts', 'packages/plan-lint/test/generated.test.ts'])

  const plan = 'examples/health-endpoint/.gatecycle/features/FEAT-2026-0001-health-endpoint/PLAN.md'
  house.write(plan, house.read(plan).replace(/^title: .*$/mu, `title: ${longTitle}`))
  const { status, stdout } = runProgram(house, 'packages/plan-lint/bin/plan-lint.ts', [plan])
  expect(stdout).toMatch(/warning PL0\d\d the title has 85 characters \(require-short-title\)/u)
  expect(status).toBe(0)
})
