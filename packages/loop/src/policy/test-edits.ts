/** A test file before and after a unit; undefined where it was not there. */
export interface TestFileEdit {
  readonly path: string
  readonly before: string | undefined
  readonly after: string | undefined
}

/** What an edit takes away from a test file without the test being gone. */
export interface WeakenedTests {
  readonly path: string
  readonly what: readonly string[]
}

/** Words of assertions in the common frameworks; what is counted is how many there are, not what they say. */
const assertion =
  /\b(?:expect|assert\w*|should|fail|verify)\s*[!.(]|\bt\.(?:is|not|ok|equal\w*|same\w*|deepEqual|throws|Error\w*|Fatal\w*)\(|\b(?:EXPECT|ASSERT)_[A-Z]+|\brequire\.[A-Z]\w+\(|^\s*assert\b/gmu

const marks: readonly (readonly [string, RegExp])[] = [
  [
    'only some of its tests run',
    /\b(?:it|test|describe|context|suite)\.only\b|\bf(?:it|describe)\(|\bonly: *true/gu,
  ],
  [
    'tests are skipped',
    /\b(?:it|test|describe|context|suite)\.(?:skip|todo)\b|\bx(?:it|test|describe)\(|\bskip: *(?:true|['"`])|@pytest\.mark\.skip|\bpytest\.skip\(|@unittest\.skip|\bt\.Skip\w*\(|#\[ignore|@(?:Disabled|Ignore)\b/gu,
  ],
  [
    'tests are expected to fail',
    /\b(?:it|test)\.(?:fails|failing)\b|@pytest\.mark\.xfail|@unittest\.expectedFailure|#\[should_panic/gu,
  ],
]

/**
 * What the edits of a unit take away from its test files: assertions, where all files together have fewer, and marks that keep tests from
 * running. It is read from the text, so it can be wrong, and only tells a person where to look.
 */
export function weakenedTests(edits: readonly TestFileEdit[]): readonly WeakenedTests[] {
  const moved =
    sum(edits, ({ after }) => count(after, assertion)) >= sum(edits, ({ before }) => count(before, assertion))
  return edits.flatMap(({ path, before, after }) => {
    const added = marks.flatMap(([words, mark]) => (count(after, mark) > count(before, mark) ? [words] : []))
    const what = [...(moved ? [] : fewerAssertions(before, after)), ...added]
    return what.length === 0 ? [] : [{ path, what }]
  })
}

function fewerAssertions(before: string | undefined, after: string | undefined): readonly string[] {
  const [then, now] = [count(before, assertion), count(after, assertion)]
  return now < then ? [`${then} assertions before, ${now} now`] : []
}

function count(text: string | undefined, pattern: RegExp): number {
  return text === undefined ? 0 : [...text.matchAll(pattern)].length
}

function sum(edits: readonly TestFileEdit[], of: (edit: TestFileEdit) => number): number {
  return edits.reduce((total, edit) => total + of(edit), 0)
}
