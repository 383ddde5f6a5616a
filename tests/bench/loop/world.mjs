// A repository with a feature whose agent and verification do nothing: what is left of a run is the driver.
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { buildSync } from 'esbuild'

const root = fileURLToPath(new URL('../../../', import.meta.url))
export const loop = join(root, 'packages/gatecycle/dist/loop.js')

/** The test kit, bundled once: it is TypeScript. */
export async function loadKit(folder) {
  const outfile = join(folder, 'test-kit.mjs')
  buildSync({
    entryPoints: [join(root, 'packages/test-kit/src/index.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    logLevel: 'warning',
  })
  return import(pathToFileURL(outfile).href)
}

const verification = 'code:\n  - name: nothing\n    run: ["true"]\n'
// The close is written by the fake agent of the tests; every other unit has an agent that does nothing.
const config = `agent: fake
agents:
  fake:
    preset: command
    bin: ${JSON.stringify(process.execPath)}
    args: [${JSON.stringify(join(root, 'packages/test-kit/src/fake-agent/fake-agent.mjs'))}]
  idle:
    preset: command
    bin: "true"
`

/** An armed feature with so many units and a close, in a repository with so many files. */
export function createWorld(kit, { units, files }) {
  const repo = kit.createRepo()
  // Small files, a hundred in a folder, as a source tree has them.
  for (let number = 0; number < files; number += 1)
    repo.write(`files/${Math.floor(number / 100)}/${number}.txt`, `${number}\n`)
  const locals = Array.from({ length: units }, (_, at) => `T${String(at + 1).padStart(2, '0')}`)
  const work = locals.map((local, at) => ({
    local,
    type: 'qa_execution',
    dependsOn: at === 0 ? [] : [locals[at - 1]],
    extra: ['agent: idle'],
  }))
  const close = { local: 'G1-CLOSE', type: 'close', dependsOn: locals }
  kit.writeFeature(repo, { gates: [{ units: [...work, close] }], verification, config })
  kit.writeScenario(repo, {})
  repo.commitAll('docs: plan')
  execFileSync(process.execPath, [loop, 'arm', '--yes', '--reason', 'a measurement'], {
    cwd: repo.path,
    env: repo.env,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  return repo
}

/** The events that the run of such a feature has committed. */
export function readEvents(repo) {
  const head = repo.git('for-each-ref', '--format=%(objectname)', 'refs/gatecycle/run').split('\n')[0]
  const names = repo.git('ls-tree', '-r', '--name-only', head, '--', '.gatecycle').split('\n')
  const log = names.find((name) => name.endsWith('/events.jsonl'))
  return repo
    .git('show', `${head}:${log}`)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
}
