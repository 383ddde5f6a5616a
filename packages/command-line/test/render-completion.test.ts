import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { renderCompletion, shells } from '../src/index.ts'
import { sampleCommand } from './sample-command.ts'

function has(shell: string): boolean {
  return spawnSync(shell, ['-c', 'true']).status === 0
}

/** What bash offers for the last word. */
function complete(...words: readonly string[]): readonly string[] {
  const script = [
    renderCompletion('bash', [sampleCommand]),
    `COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')})`,
    `COMP_CWORD=${words.length - 1}`,
    '_gatecycle',
    'printf "%s\\n" "${COMPREPLY[@]}"',
  ].join('\n')
  const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', script], { encoding: 'utf8' })
  expect(stderr).toBe('')
  return stdout.split('\n').filter(Boolean)
}

test.skipIf(!has('bash')).each([
  [
    ['sample', ''],
    ['paint', 'wash', '--coats', '--colour', '--dry-run', '--help', '--json', '--skip'],
  ],
  [['sample', 'p'], ['paint']],
  [['/usr/bin/sample', 'w'], ['wash']],
  [
    ['sample', 'paint', '--c'],
    ['--coats', '--colour'],
  ],
  [
    ['sample', 'paint', '--colour', ''],
    ['red', 'green'],
  ],
  [
    ['sample', '--json', 'wash', ''],
    ['wall', 'door', '--help'],
  ],
  [['sample', 'paint', 'wall', '--d'], ['--dry-run']],
  [['sample', 'paint', 'x'], []],
])('bash: %j', (words, offered) => {
  expect(complete(...words)).toEqual(offered)
})

test.each(shells)('the script for %s is made of the tree', (shell) => {
  expect(renderCompletion(shell, [sampleCommand])).toMatchSnapshot()
})

test.each(shells.filter((shell) => shell !== 'bash' && has(shell)))('%s reads its script', (shell) => {
  const script = renderCompletion(shell, [sampleCommand])
  expect(spawnSync(shell, ['-n'], { input: script, encoding: 'utf8' })).toMatchObject({
    status: 0,
    stderr: '',
  })
})
