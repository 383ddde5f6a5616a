import { chmodSync, lstatSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Scenario } from '../../packages/test-kit/src/index.ts'
import { expectOk } from '../accidents/accident-world.ts'
import { openSituation, type Situation } from '../open-scenario.ts'

/** The first attempt leaves edits of many kinds, and fails. */
const agent: Scenario = {
  'T01/1': [
    { do: 'write', path: 'src/T01.txt', text: 'bad\n' },
    { do: 'write', path: 'src/größe und mehr.txt', text: 'kept\n' },
    { do: 'write', path: 'src/start.txt', text: 'good, and more\n' },
    { do: 'remove', path: 'tools/other.txt' },
    { do: 'write', path: 'linked/inside.txt', text: 'kept\n' },
  ],
}

async function openFailed(): Promise<Situation> {
  const it = openSituation({ agent, before: (repo) => repo.write('tools/other.txt', 'here\n') })
  await it.arm()
  expectOk(await it.loop('run', '--unit', 'T01'))
  return it
}

async function nameOf(it: Situation): Promise<string> {
  const { stdout } = expectOk(await it.loop('rescue', 'list', '--json'))
  const { detail } = JSON.parse(stdout) as { readonly detail: readonly { readonly name: string }[] }
  return detail[0]?.name ?? ''
}

test('what an attempt left is listed with unit, attempt, reason and files, and shown as a diff', async () => {
  const it = await openFailed()
  const { stdout } = expectOk(await it.loop('rescue'))
  expect(stdout).toMatch(/^T01\/\S+-1\n {2}\d{4}-\S+, attempt 1, 7 files: failed: code\/tests/u)
  const shown = expectOk(await it.loop('rescue', 'show', await nameOf(it)))
  expect(shown.stdout).toContain('+bad')
  expect(shown.stdout).toContain('deleted file')
})

test('it comes back as a branch, and never over one that is there', async () => {
  const it = await openFailed()
  const name = await nameOf(it)
  expectOk(await it.loop('rescue', 'restore', name, '--branch', 'try-again'))
  expect(it.repo.git('show', 'try-again:src/T01.txt')).toBe('bad')
  expect(await it.loop('rescue', 'restore', name, '--branch', 'try-again')).toMatchObject({ exitCode: 1 })
  expect(await it.loop('rescue', 'restore', name, '--branch', '-x')).not.toMatchObject({ exitCode: 0 })
  expect(await it.loop('rescue', 'restore', 'no-such')).toMatchObject({ exitCode: 2 })
})

test('its files come back beside what is there, and no byte of the operator’s is lost', async () => {
  const it = await openFailed()
  const { repo } = it
  repo.write('src/T01.txt', 'mine\n')
  repo.write('../elsewhere/inside.txt', 'theirs\n')
  symlinkSync(join(repo.outside, 'elsewhere'), join(repo.path, 'linked'))
  chmodSync(join(repo.path, 'src/start.txt'), 0o644)
  const { stdout } = expectOk(await it.loop('rescue', 'restore', await nameOf(it)))
  expect(repo.read('src/T01.txt')).toBe('mine\n')
  expect(repo.read('src/T01.txt.rescued')).toBe('bad\n')
  expect(repo.read('src/größe und mehr.txt')).toBe('kept\n')
  expect(repo.read('src/start.txt')).toBe('good, and more\n')
  expect(repo.read('tools/other.txt')).toBe('here\n')
  expect(repo.read('../elsewhere/inside.txt')).toBe('theirs\n')
  expect(lstatSync(join(repo.path, 'linked')).isSymbolicLink()).toBe(true)
  expect(stdout).toContain('leads out of the checkout')
  expect(repo.git('status', '--porcelain', '--', it.feature.path)).toBe('')
  expectOk(await it.loop('rescue', 'restore', await nameOf(it)))
  expect(repo.read('src/T01.txt.rescued-2')).toBe('bad\n')
})
