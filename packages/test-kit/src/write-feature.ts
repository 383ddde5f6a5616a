import { fileURLToPath } from 'node:url'
import type { TestRepo } from './create-repo.ts'
import { gateFileOf, unitFileOf, type GateOptions, type UnitOptions } from './feature-shape.ts'
import { renderGate, renderPlan, renderUnit } from './render-plan.ts'

export interface FeatureOptions {
  readonly id?: string
  readonly slug?: string
  readonly title?: string
  /** From the top of the repository. */
  readonly stateRoot?: string
  /** How many units of work the one gate has, before its close; each needs the one before. */
  readonly units?: number
  readonly gates?: readonly GateOptions[]
  /** More lines of PLAN.md's front matter. */
  readonly plan?: readonly string[]
  /** The text of verification.yml. */
  readonly verification?: string
  /** The text of config.yml. */
  readonly config?: string
}

export interface WrittenFeature {
  readonly id: string
  readonly branch: string
  readonly stateRoot: string
  /** The feature folder, from the top of the repository. */
  readonly path: string
  readonly runRef: string
}

/** Files below src/ that say `bad` fail; takes no time. */
export const quickVerification = `code:
  - name: tests
    run: [sh, tools/check.sh]
    timeout: 60
`

/** Each bad line is shown, so that the next attempt has something to read. */
const checkScript = `if grep -rn '^bad' src; then exit 1; fi\nexit 0\n`

const fakeAgent = fileURLToPath(new URL('fake-agent/fake-agent.mjs', import.meta.url))

/** A configuration whose only agent is the fake one. */
export function fakeAgentConfig(more = ''): string {
  const bin = JSON.stringify(process.execPath)
  return `agent: fake\nagents:\n  fake:\n    preset: command\n    bin: ${bin}\n    args: [${JSON.stringify(fakeAgent)}]\n${more}`
}

/** N units in a row, then the close. */
export function unitsInARow(count: number): readonly UnitOptions[] {
  const work = Array.from({ length: count }, (_, index) => ({
    local: localOf(index + 1),
    dependsOn: index === 0 ? [] : [localOf(index)],
  }))
  return [...work, { local: 'G1-CLOSE', type: 'close', dependsOn: work.map(({ local }) => local) }]
}

/** Writes a state folder with configuration, verification and one valid feature; nothing is committed. */
export function writeFeature(repo: TestRepo, options: FeatureOptions = {}): WrittenFeature {
  const { id = 'FEAT-2026-0001', slug = 'sample', stateRoot = '.gatecycle', units = 1 } = options
  const gates = options.gates ?? [{ units: unitsInARow(units) }]
  const path = `${stateRoot}/features/${id}-${slug}`
  const branch = `feat/${id}-${slug}`
  const title = options.title ?? 'Sample feature'
  writeSurroundings(repo, { ...options, id, stateRoot, title })
  const shape = { id, title, branch, gates, extra: options.plan ?? [] }
  repo.write(`${path}/PLAN.md`, renderPlan(shape))
  for (const [index, gate] of gates.entries()) {
    repo.write(`${path}/${gateFileOf(index + 1)}`, renderGate(index + 1))
    for (const unit of gate.units) repo.write(`${path}/${unitFileOf(unit.local)}`, renderUnit(id, unit))
  }
  return { id, branch, stateRoot, path, runRef: `refs/gatecycle/run/${id}` }
}

type Surroundings = FeatureOptions & Required<Pick<FeatureOptions, 'id' | 'stateRoot' | 'title'>>

/** What a feature needs around its folder: agent, commands, roadmap, and something to verify. */
function writeSurroundings(
  repo: TestRepo,
  { id, stateRoot, title, config, verification }: Surroundings,
): void {
  repo.write(`${stateRoot}/config.yml`, config ?? fakeAgentConfig())
  repo.write(`${stateRoot}/verification.yml`, verification ?? quickVerification)
  repo.write(
    `${stateRoot}/roadmap.md`,
    `# Roadmap\n\n| Feature ID | Title | Status |\n|---|---|---|\n| ${id} | ${title} | active |\n`,
  )
  repo.write('tools/check.sh', checkScript)
  repo.write('src/start.txt', 'good\n')
}

function localOf(number: number): string {
  return `T${String(number).padStart(2, '0')}`
}
