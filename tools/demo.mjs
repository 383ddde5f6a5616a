// Drives the worked example to its gate in a repository of its own, as an operator would, command by command.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const bins = join(root, 'packages/gatecycle/dist')
const place = realpathSync(mkdtempSync(join(tmpdir(), 'gatecycle demo ')))
const repository = join(place, 'notes-service')
const feature = 'FEAT-2026-0001'
const branch = `feat/${feature}-health-endpoint`
const log = `.gatecycle/features/${feature}-health-endpoint/events.jsonl`

/** The demo plays the operator: what an agent or an outer git put into the environment is not the operator's. */
const env = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) =>
      !/^(?:GIT_|CLAUDECODE|CODEX_|GEMINI_CLI|QWEN_CODE|OPENCODE|COPILOT_CLI|CURSOR_AGENT|GATECYCLE_|FORCE_COLOR|NODE_OPTIONS)/.test(
        name,
      ),
  ),
)
env.GATECYCLE_STATE_HOME = join(place, 'state')

say(`The agent in this demo is SCRIPTED: a program of the example (agent/scripted-agent.mjs) that reads the prompt on its stdin,
really edits files, and gets its first attempt wrong on purpose. Everything else is real: git, processes, tests, the driver.
The one line that puts a real agent in its place stands in .gatecycle/config.yml:

    agent: claude        # instead of: agent: scripted

Repository: ${repository}`)

cpSync(join(root, 'examples/health-endpoint'), repository, { recursive: true })
git('init', '--quiet', '--initial-branch=main')
for (const [key, value] of [
  ['user.name', 'Demo Operator'],
  ['user.email', 'operator@example.invalid'],
  ['commit.gpgsign', 'false'],
  ['core.autocrlf', 'false'],
])
  git('config', key, value)
git('add', '--all')
git('commit', '--quiet', '--message', 'Notes service with a planned health endpoint')
writeFileSync(
  join(repository, 'scratch.txt'),
  'The operator is in the middle of something. It stays as it is.\n',
)

step('Does the plan hold? Runs in hooks, editors and CI.', 'plan-lint')
step('What would a run do? Writes nothing.', 'loop', '--dry-run')
step('A person permits gate 1, with exactly this content.', 'loop', 'arm', '--yes', '--reason', 'the demo')
step('One fresh agent process per unit; the driver verifies and commits.', 'loop')
show('One commit per unit, with what was verified in its trailers.', 'git', [
  'log',
  '--reverse',
  '--format=%C(auto)%h %s%n%(trailers:only,unfold,key=Feature,key=Attempt,key=Agent,key=Verified,key=Verified-Tree,key=Event-Log)',
  `main..${branch}`,
])
step('Where does the feature stand?', 'loop', 'status')
writeFileSync(join(place, 'events.jsonl'), git('show', `${branch}:${log}`))
step(
  'Can the log be believed? Every event by its schema, every line sealed to the one before.',
  'validate-event',
  join(place, 'events.jsonl'),
)
show("And the operator's checkout? Untouched: still on main, the scratch file still there.", 'git', [
  'status',
  '--short',
  '--branch',
])

if (process.argv.includes('--keep')) say(`kept: ${repository}`)
else rmSync(place, { recursive: true, force: true, maxRetries: 5 })
say(
  'That was a feature driven to its gate. The gate waits for a review; `loop accept` would end the feature.',
)

function step(why, bin, ...args) {
  show(
    why,
    process.execPath,
    [join(bins, `${bin}.js`), ...args],
    [bin, ...args].map((word) => (word.includes(' ') ? `'${word}'` : word)).join(' '),
  )
}

function show(
  why,
  command,
  args,
  shown = `${command} ${args.map((word) => (/[\s()%]/.test(word) ? `'${word}'` : word)).join(' ')}`,
) {
  console.log(`\n# ${why}\n$ ${shown.replaceAll(place, '…').slice(0, 200)}`)
  const { status } = spawnSync(command, args, {
    cwd: repository,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  if (status !== 0) fail(`${shown} exited ${status}; the repository is kept: ${repository}`)
}

function git(...args) {
  const { status, stdout, stderr } = spawnSync('git', args, { cwd: repository, env, encoding: 'utf8' })
  if (status !== 0) fail(`git ${args.join(' ')} exited ${status}: ${stderr}`)
  return stdout
}

function say(text) {
  console.log(`\n${text}`)
}

function fail(text) {
  console.error(text)
  process.exit(1)
}
