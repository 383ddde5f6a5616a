import { expect, test } from 'vitest'
import { matchesGlob } from '../../../src/adapters/verification/match-glob.ts'
import { oldPartsOf } from '../../../src/policy/surface/surface-parts.ts'

const old = (before: string, after: string): string | undefined =>
  oldPartsOf('packages/a/tsconfig.build.json', { before, after, goals: new Set() }, matchesGlob)

const before = `{
  // a comment with "quotes", and a comma,
  "extends": "../base.json", /* another */
  "compilerOptions": { "target": "es2019", "strict": true, "paths": { "@/*": ["./src/*"] }, },
  "include": ["src"],
}
`

test.each([
  ['a newer target', before.replace('es2019', 'es2022')],
  ['JSX', before.replace('"strict"', '"jsx": "preserve", "strict"')],
  ['another library', before.replace('"strict"', '"lib": ["dom"], "strict"')],
  ['a comment', before.replace('another', 'one more')],
])('%s says nothing of how strictly a compiler looks', (_what, after) => {
  expect(old(before, after)).toBe(after)
})

test.each([
  ['a loose check', before.replace('"strict": true', '"strict": false')],
  ['another place for imports', before.replace('./src/*', './fake/*')],
  ['fewer files', before.replace('["src"]', '["src/a.ts"]')],
  ['files that are left out', before.replace('"include"', '"exclude": ["src/a.ts"], "include"')],
  ['files that lie where is made', before.replace('"strict"', '"outDir": "src/a", "strict"')],
  ['a last run that is believed', before.replace('"strict"', '"incremental": true, "strict"')],
  ['another base', before.replace('../base', '../loose')],
  ['types that are not looked at', before.replace('"strict"', '"skipLibCheck": true, "strict"')],
])('%s goes back, and a newer target stays', (_what, changed) => {
  const text = old(before, changed.replace('es2019', 'es2022'))
  expect(JSON.parse(text ?? '')).toEqual({
    extends: '../base.json',
    compilerOptions: { strict: true, paths: { '@/*': ['./src/*'] }, target: 'es2022' },
    include: ['src'],
  })
})

test('a configuration that is new, or no JSON, is one whole', () => {
  expect(old('', '{}')).toBeUndefined()
  expect(old(before, '{')).toBeUndefined()
  expect(old(before, before.replace('// a', '//\u2028"strict": false, // a'))).toBeUndefined()
})
