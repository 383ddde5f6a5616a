// The same work with nothing promised: an agent, a command and four git calls for each unit, no fsync, no guard, no proof, no log.
// node by-hand.mjs <repository> <units>
import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

const [cwd, units] = process.argv.slice(2)

let parent = await git('rev-parse', 'HEAD')
for (let unit = 1; unit <= Number(units); unit += 1) {
  await run('true')
  writeFileSync(join(cwd, 'units.txt'), `${unit}\n`)
  await git('add', '-A')
  const tree = await git('write-tree')
  await run('true')
  const commit = await git('commit-tree', tree, '-p', parent, '-m', `unit ${unit}`)
  await git('update-ref', 'refs/heads/by-hand', commit, unit === 1 ? '' : parent)
  parent = commit
}

async function git(...args) {
  return (await run('git', '-c', 'core.fsync=none', ...args)).trim()
}

async function run(program, ...args) {
  const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  child.stdout.on('data', (chunk) => {
    text += chunk
  })
  const code = await new Promise((resolve) => child.on('close', resolve))
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} exited ${code}`)
  return text
}
