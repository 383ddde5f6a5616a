import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  copyRepo,
  differencesOf,
  snapshotBytes,
  type CheckoutSnapshot,
  type TestRepo,
} from '../../packages/test-kit/src/index.ts'
import { operatorOf, type Operator } from './operator.ts'
import type { SacredTemplate } from './sacred-template.ts'

/**
 * Watches a checkout in which a driver runs. A twin, in which none runs, gets the same deeds of the operator and nothing else: it
 * says what the checkout must look like.
 */
export interface Observer {
  /** The operator does something, in both. */
  readonly deed: (name: string, act: (operator: Operator) => void) => void
  /** Looks once more, and says all that was ever wrong. */
  readonly problems: () => readonly string[]
  /** How often the driver brought up the feature branch where it was checked out. */
  readonly broughtUp: () => number
  readonly remove: () => void
}

export function observe(repo: TestRepo, { repo: template, feature }: SacredTemplate): Observer {
  const twin = copyRepo(template)
  // The twin finds the driver's commits where they are, and holds none itself.
  writeFileSync(join(twin.path, '.git/objects/info/alternates'), `${join(repo.path, '.git/objects')}\n`)
  const problems: string[] = []
  let [count, broughtUp] = [0, 0]
  let last = snapshotBytes(repo, feature)
  let branch = idOf(repo, feature.branch)

  const look = (when: string): void => {
    const now = snapshotBytes(repo, feature)
    const moved = idOf(repo, feature.branch) !== branch
    // To the byte, index and all: between two deeds of the operator nobody else writes here.
    const touched = moved && isOn(twin, feature.branch) ? [] : differencesOf(last, now)
    if (touched.length > 0) problems.push(`${when}: touched ${touched.join(', ')}`)
    if (moved) bringUpTwin(when)
    compare(when, now)
  }
  const bringUpTwin = (when: string): void => {
    branch = idOf(repo, feature.branch)
    const to = idOf(repo, feature.runRef)
    if (branch !== to) problems.push(`${when}: the branch is at ${branch} and the run ref at ${to}`)
    const here = isOn(twin, feature.branch)
    broughtUp += here ? 1 : 0
    const done = here
      ? twin.gitSays('read-tree', '-m', '-u', 'HEAD', branch) && twin.gitSays('update-ref', 'HEAD', branch)
      : twin.gitSays('update-ref', `refs/heads/${feature.branch}`, branch)
    if (!done) problems.push(`${when}: the branch was brought up where git itself would not`)
  }
  const compare = (when: string, now: CheckoutSnapshot): void => {
    const expected = comparable(twin, snapshotBytes(twin, feature))
    const found = differencesOf(expected, comparable(repo, now))
    if (found.length > 0) problems.push(`${when}: not what the operator made it: ${found.join(', ')}`)
  }
  return {
    deed: (name, act) => {
      count += 1
      look(`before ${count} ${name}`)
      for (const each of [repo, twin]) act(operatorOf(each, count))
      last = snapshotBytes(repo, feature)
      branch = idOf(repo, feature.branch)
    },
    problems: () => {
      look('at the end')
      const [expected, found] = [twin, repo].map((each) => each.git('ls-files', '--stage', '-v'))
      if (found !== expected) problems.push(`the index holds\n${found}\ninstead of\n${expected}`)
      return problems
    },
    broughtUp: () => broughtUp,
    remove: () => twin.remove(),
  }
}

function isOn(repo: TestRepo, branch: string): boolean {
  return readFileSync(join(repo.path, '.git/HEAD'), 'utf8') === `ref: refs/heads/${branch}\n`
}

function idOf(repo: TestRepo, name: string): string {
  return repo.gitSays('rev-parse', '--verify', '--quiet', name) ? repo.git('rev-parse', name) : ''
}

/** Without what two equal checkouts differ in: the times in the index, and the times and words of the logs of refs. */
function comparable(repo: TestRepo, snapshot: CheckoutSnapshot): CheckoutSnapshot {
  return Object.fromEntries(
    Object.entries(snapshot)
      .filter(([name]) => name !== '.git/index')
      .map(([name, value]) => [name, name.startsWith('.git/logs/') ? walkOf(repo, name) : value]),
  )
}

/** `<old> <new> <who> <when>` TAB message (gitrepository-layout(5)): from where to where. */
function walkOf(repo: TestRepo, name: string): string {
  const lines = readFileSync(join(repo.path, name), 'utf8').split('\n')
  return lines.map((line) => line.split(' ').slice(0, 2).join(' ')).join('\n')
}
