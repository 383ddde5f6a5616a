import { digestData } from '@gatecycle/plan-model'
import { findMisstored } from '../../adapters/objects/check-stored.ts'
import type { Interrupted } from '../../machine/failure.ts'
import type { UnitEvent, UnitState } from '../../machine/unit-state.ts'
import { toReport, type CommandResult } from '../../policy/command-result.ts'
import { describeFailures } from '../../policy/failure-evidence.ts'
import { failureSignatureOf } from '../../policy/failure-signature.ts'
import { isHarmless, isPass } from '../../policy/judge-answers.ts'
import { countFindings } from '../../policy/findings.ts'
import { setsOf, verificationStepsOf } from '../../policy/verification-plan.ts'
import type { UnitSubject, World } from '../world.ts'
import { compareTests } from './compare-tests.ts'
import { recordTestEdits } from './record-test-edits.ts'
import { runWhereSetUp } from './run-where-set-up.ts'

type Verifying = Extract<UnitState, { at: 'verifying' }>

/** The exit oracle: the armed commands on exactly the candidate tree, and the tree compared before and after. */
export async function runVerification(
  state: Verifying,
  subject: UnitSubject,
  world: World,
): Promise<UnitEvent | Interrupted> {
  const { tree, attempt, files: changed } = state
  const { unit, plan } = subject
  const log = await world.log()
  const sets = [...setsOf(unit), ...(unit.verify.length > 0 ? ['unit'] : [])]
  await log.append({
    correlation_id: unit.id,
    event_type: 'verification_started',
    payload: { attempt, tree, sets },
  })
  const steps = verificationStepsOf(unit, plan.verification, plan.path)
  const order = { attempt, tree, doing: 'verifying', outputPrefix: 'verify', changed }
  const run = await runWhereSetUp(steps, order, subject, world)
  if (run.kind === 'interrupted') return { type: 'interrupted', signal: world.stopping.reason() ?? 'SIGTERM' }
  return run.kind === 'mutated'
    ? { type: 'tree-mutated', files: run.files }
    : decide(run.results, state, subject, world)
}

async function decide(
  results: readonly CommandResult[],
  { tree, attempt, files }: Verifying,
  subject: UnitSubject,
  world: World,
): Promise<UnitEvent> {
  const report = toReport(results)
  const passes = isPass(results)
  const shrunk = passes ? await compareTests({ tree, attempt, results }, subject, world) : []
  const misstored = passes ? await findMisstored(world.git, subject.base, tree) : []
  const passed = passes && shrunk.length === 0 && misstored.length === 0
  const payload = { attempt, tree, answer: passed ? 'passed' : 'failed', digest: report.digest } as const
  const log = await world.log()
  await log.append({ correlation_id: subject.unit.id, event_type: 'verification_finished', payload })
  if (passed) {
    await recordTestEdits({ tree, attempt, files }, subject, world)
    return { type: 'verification-passed', report }
  }
  if (misstored.length > 0) return toMisstored(misstored)
  if (passes) return toShrunk(shrunk)
  const signature = failureSignatureOf(results)
  if (results.every(isHarmless)) {
    const why = results.map(({ set, name, reason = '' }) => `; ${set}/${name}: ${reason}`).join('')
    return {
      type: 'verification-failed',
      summary: `no verification command was run${why}`,
      evidence: '',
      signature,
    }
  }
  const findings = subject.unit.iteratesOnFailure ? countFindings(results) : undefined
  const progress = findings === undefined ? {} : { findings }
  return { type: 'verification-failed', ...describeFailures(results), signature, ...progress }
}

/** What is committed would be read as something else than what was verified. */
function toMisstored(objects: readonly string[]): UnitEvent {
  return {
    type: 'verification-failed',
    summary: `the repository holds something else than what was verified: ${objects.slice(0, 10).join(', ')}`,
    evidence: 'git fsck names each object whose content is not the one of its name: remove its file',
    signature: digestData(objects),
  }
}

function toShrunk(shrunk: readonly string[]): UnitEvent {
  return {
    type: 'verification-failed',
    summary: `fewer tests run than before: ${shrunk.join('; ')}`,
    evidence:
      'verification.yml has `tests_may_shrink: stop`, and the unit does not declare `removes_tests`: bring the tests back',
    signature: digestData(shrunk),
  }
}
