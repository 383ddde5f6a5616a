import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { binFolder, createRepo } from '../../packages/test-kit/src/index.ts'
import { fencesOf, readPage, root } from './pages.ts'

const { text } = readPage('docs/guide/getting-started.md')
const place = createRepo()
const work = join(place.outside, 'notes-service')
const env = {
  ...place.env,
  GIT_AUTHOR_NAME: 'Operator',
  GIT_AUTHOR_EMAIL: 'operator@example.org',
  GIT_COMMITTER_NAME: 'Operator',
  GIT_COMMITTER_EMAIL: 'operator@example.org',
}

afterAll(() => place.remove())

test('everything that the page types gives what the page shows', { timeout: 300_000 }, () => {
  const setUp = fencesOf(text).find(({ info, content }) => info === 'sh' && content.includes('git init'))
  type(root, (setUp?.content ?? '').replaceAll('/tmp/notes-service', work))
  const shown = fencesOf(text).filter(({ info, content }) => info === 'text' && content.startsWith('$ '))
  expect(shown.length).toBeGreaterThan(8)
  for (const { content } of shown) {
    const [line = '', ...output] = content.split('\n')
    const command = line.slice('$ '.length)
    const { stdout, stderr } = type(work, command)
    // Progress is on stderr; of the other commands the page shows the result.
    const said = command === 'loop' ? `${stderr}${stdout}` : stdout
    expect({ command, said: steady(said) }).toEqual({ command, said: steady(output.join('\n')) })
  }
})

/** The page's short names, by path to the built commands. */
const names = ['loop', 'plan-lint', 'validate-event']
  .map((name) => `${name}() { node ${JSON.stringify(join(binFolder(), `${name}.js`))} "$@"; }\n`)
  .join('')

function type(cwd: string, command: string): { readonly stdout: string; readonly stderr: string } {
  return spawnSync('bash', ['-c', `${names}${command}`], { cwd, env, encoding: 'utf8' })
}

/** What differs from machine to machine: hashes, the place of a user's state, and the names that the clock makes. */
function steady(output: string): string {
  return output
    .trim()
    .replaceAll(/\/\S*(?=\/worktrees\/)/gu, '<state>')
    .replaceAll(/\d{8}T\d{6}Z-[0-9a-f]{6}/gu, '<run>')
    .replaceAll(/\b[0-9a-f]{7,64}\b/gu, '<hash>')
}
