import { execFileSync } from 'node:child_process'
import { afterAll, expect, test } from 'vitest'
import type { Action } from '../../packages/test-kit/src/index.ts'
import { openSituation, type Situation, type SituationOptions } from '../open-scenario.ts'

/** Writes a file whose name `printf` makes: a text cannot say every byte. */
const writeBytes = (path: string, text = 'good'): Action => ({
  do: 'git',
  args: [
    '-c',
    `alias.bytes=!f="$(printf '${path}')" && mkdir -p "$(dirname "$f")" && echo ${text} > "$f"`,
    'bytes',
  ],
})

let situations = 0
afterAll(() => {
  process.stdout.write(`names: ${situations} situations judged by their bytes\n`)
})

function open(agent: NonNullable<SituationOptions['agent']>): Situation {
  situations += 1
  return openSituation({ plan: ['scope: ["src/**", "größe/*"]'], agent })
}

/** The names in the branch, as bytes. */
function namesOf({ repo, feature }: Situation): readonly string[] {
  const bytes = execFileSync('git', ['ls-tree', '-r', '-z', '--name-only', feature.branch], {
    cwd: repo.path,
    env: { ...repo.env },
  })
  return bytes.toString('latin1').split('\0')
}

const touched = (it: Situation): readonly unknown[] =>
  it
    .events()
    .filter(
      ({ event_type, correlation_id }) => event_type === 'attempt_outcome' && correlation_id.endsWith('T01'),
    )
    .flatMap(({ payload }) => payload['files_touched'])

test('names that are no UTF-8 are judged by their bytes, committed as they are, and told quoted', async () => {
  const it = open({
    T01: [writeBytes('src/caf\\351.txt'), writeBytes('src/caf\\350.txt'), writeBytes('src/\\303.txt')],
  })
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 0 })
  expect(namesOf(it)).toEqual(expect.arrayContaining(['src/caf\xE9.txt', 'src/caf\xE8.txt', 'src/\xC3.txt']))
  expect(touched(it)).toEqual([
    String.raw`"src/caf\350.txt"`,
    String.raw`"src/caf\351.txt"`,
    String.raw`"src/\303.txt"`,
  ])
})

test.each([
  ['is no UTF-8', 'other\\377.txt', String.raw`"other\377.txt"`],
  ['has a line end and quotes', 'a\\n"b".txt', String.raw`"a\n\"b\".txt"`],
  ['has an escape of terminals', 'a\\033[31m.txt', String.raw`"a\033[31m.txt"`],
])(
  'a name outside the scope that %s is refused, and told so that it can be typed',
  async (_what, path, told) => {
    const it = open({ 'T01/1': [writeBytes(path)], T01: [writeBytes('src/T01.txt')] })
    await it.arm()
    const end = await it.loop()
    expect(end, end.stderr).toMatchObject({ exitCode: 0 })
    expect(end.stderr).toContain(`outside the scope (src/**, größe/*): ${told}; revert it`)
  },
)

test.each([
  ['composed', 'gr\\303\\266\\303\\237e/a.txt'],
  ['decomposed', 'gro\\314\\210\\303\\237e/b.txt'],
])('a scope with letters beyond ASCII holds names that are %s', async (_what, path) => {
  const it = open({ T01: [writeBytes(path)] })
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 0 })
})

test.each([
  ['is no UTF-8', '.gatecycle/features/x\\377.md'],
  ['has a line end', '.gatecycle/features/FEAT-2026-0001-sample/WU-09-unit\\n.md'],
  ['looks like the log', '.gatecycle/features/FEAT-2026-0001-sample/events.jsonl\\n'],
])('a plan file whose name %s is tampering like any other', async (_what, path) => {
  const it = open({ T01: [writeBytes('src/T01.txt'), writeBytes(`${path}x`)] })
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 26 })
})

test('a repository that an agent hides in a folder whose name is no UTF-8 is an edit like any other', async () => {
  const nested = `alias.nest=!d="src/$(printf 'n\\377')" && git init --quiet "$d" && echo good > "$d/a.txt" && git -C "$d" add -A && git -C "$d" -c user.name=a -c user.email=a@b commit --quiet -m mine`
  const it = open({ T01: [{ do: 'git', args: ['-c', nested, 'nest'] }] })
  await it.arm()
  const end = await it.loop()
  expect(end, end.stderr).toMatchObject({ exitCode: 0 })
  expect(namesOf(it)).toContain('src/n\xFF/a.txt')
})
