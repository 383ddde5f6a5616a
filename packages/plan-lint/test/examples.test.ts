import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { runCli } from '../src/index.ts'

const root = fileURLToPath(new URL('../../../examples/', import.meta.url))
const examples = readdirSync(root).filter((name) => existsSync(`${root}${name}/.gatecycle`))

test.each(examples)('the plans of examples/%s have no finding', async (name) => {
  let output = ''
  const exitCode = await runCli(['--max-warnings', '0', name], {
    cwd: root,
    env: {},
    stdout: (text) => void (output += text),
    stderr: (text) => void (output += text),
    isTerminal: { stdin: false, stdout: false, stderr: false },
  })
  expect({ exitCode, output }).toMatchObject({
    exitCode: 0,
    output: expect.stringMatching(/^\d+ features?: no problems\n$/u),
  })
})
