import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import fc from 'fast-check'
import type { TestRepo } from '@gatecycle/test-kit'
import { expect } from 'vitest'
import { composeTree, type TreeEdit } from '../../../src/adapters/objects/compose-tree.ts'
import { encodePath } from '../../../src/adapters/git/path-bytes.ts'
import { test } from '../../repo-test.ts'

/** The same by git, in an index of its own: what is taken out first, then what is put in. */
function composeByGit(repo: TestRepo, tree: string, edits: readonly TreeEdit[]): string {
  const env = { ...repo.env, GIT_INDEX_FILE: join(repo.outside, 'index') }
  const git = (args: readonly string[], input?: Buffer): string =>
    execFileSync('git', args, { cwd: repo.path, env, encoding: 'utf8', input }).trim()
  git(['read-tree', tree])
  const zero = '0'.repeat(40)
  const lines = edits.flatMap(({ path, to }): readonly Buffer[] => {
    const line = (facts: string): Buffer =>
      Buffer.concat([Buffer.from(`${facts}\t`), encodePath(path), Buffer.from('\0')])
    if (to.kind === 'absent') return [line(`0 ${zero}`)]
    if (to.kind === 'text')
      return [line(`100644 ${git(['hash-object', '-w', '--stdin'], Buffer.from(to.text))}`)]
    const [found = ''] = git(['ls-tree', '-z', to.tree, '--', path]).split('\t')
    const [mode = '', type, id = ''] = found.split(' ')
    return type === 'blob' ? [line(`0 ${zero}`), line(`${mode} ${id}`)] : [line(`0 ${zero}`)]
  })
  const takenOut = (line: Buffer): boolean => line.toString('latin1').startsWith('0 ')
  const sorted = [...lines.filter(takenOut), ...lines.filter((line) => !takenOut(line))]
  git(['update-index', '-z', '--index-info'], Buffer.concat(sorted))
  return git(['write-tree'])
}

const paths = [
  'a',
  'b',
  'a.b',
  'd/x',
  'd/y',
  'd/e/f',
  'd/e/g',
  'd.x',
  'd0',
  'new/deep/er',
  'wörter 1',
  'd/e',
  'a/b',
]

function fill(repo: TestRepo): { readonly tree: string; readonly other: string } {
  for (const path of paths.slice(0, 9)) repo.write(path, `${path}\n`)
  const tree = repo.git('rev-parse', `${repo.commitAll('base')}^{tree}`)
  for (const path of ['a', 'd/e/g', 'wörter 1']) repo.write(path, 'other\n')
  repo.git('rm', '-q', '--cached', 'b')
  repo.git('add', '.', ':!b')
  repo.git('commit', '-qm', 'other')
  return { tree, other: repo.git('rev-parse', 'HEAD') }
}

test('a composed tree is the one that git composes', async ({ repo, git }) => {
  const { tree, other } = fill(repo)
  const target = fc.oneof(
    fc.constant<TreeEdit['to']>({ kind: 'from', tree: other }),
    fc.constant<TreeEdit['to']>({ kind: 'absent' }),
    fc.constantFrom('', 'text\n', 'ä').map((text): TreeEdit['to'] => ({ kind: 'text', text })),
  )
  const edits = fc.uniqueArray(fc.record({ path: fc.constantFrom(...paths), to: target }), {
    maxLength: 5,
    selector: ({ path }) => path,
  })
  // Two that exclude each other, as a file and what lies in it, are no order that anybody gives.
  const isSound = (list: readonly TreeEdit[]): boolean =>
    !list.some(({ path }) => list.some((other) => other.path.startsWith(`${path}/`)))
  await fc.assert(
    fc.asyncProperty(edits.filter(isSound), async (list) => {
      expect(await composeTree(git, { tree, edits: list })).toBe(composeByGit(repo, tree, list))
    }),
    { numRuns: 60 },
  )
  expect(repo.git('fsck', '--no-dangling')).toBe('')
})

test('a path that is no UTF-8 is one path', async ({ repo, git }) => {
  const { tree } = fill(repo)
  const edits = [{ path: 'd/\uDCFFx', to: { kind: 'text', text: 'bytes\n' } }] as const
  const composed = await composeTree(git, { tree, edits })
  expect(composed).toBe(composeByGit(repo, tree, edits))
})

test('the mode of a file stays', async ({ repo, git }) => {
  fill(repo)
  repo.git('update-index', '--chmod=+x', 'a')
  repo.git('commit', '-qm', 'executable')
  const tree = repo.git('rev-parse', 'HEAD^{tree}')
  const composed = await composeTree(git, { tree, edits: [{ path: 'a', to: { kind: 'text', text: 'x\n' } }] })
  expect(repo.git('ls-tree', composed, 'a')).toMatch(/^100755 blob/u)
})

test('a tree that is not there is told', async ({ git }) => {
  const edits = [{ path: 'a', to: { kind: 'absent' } }] as const
  await expect(composeTree(git, { tree: 'a'.repeat(40), edits })).rejects.toMatchObject({
    code: 'GIT_OBJECT_MISSING',
  })
})
