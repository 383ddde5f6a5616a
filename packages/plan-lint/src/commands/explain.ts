import { AppError, exitCodes, nearest, type ExitCode, type Io } from '@gatecycle/diagnostics'
import { rules } from '../rules/index.ts'

/** Prints the page of a rule, by code or name, in any case. */
export async function explainRule(asked: string, io: Io): Promise<ExitCode> {
  const wanted = asked.toLowerCase()
  const rule = rules.find(({ code, name }) => code.toLowerCase() === wanted || name === wanted)
  // Pages are long, and only this command needs them.
  const { rulePages } = await import('../generated/rule-pages.ts')
  const page = rule === undefined ? undefined : rulePages[rule.name]
  if (page === undefined) throw unknownRule(asked)
  io.stdout(page)
  return exitCodes.ok
}

function unknownRule(asked: string): AppError {
  const near = nearest(
    asked,
    rules.flatMap(({ code, name }) => [code, name]),
  )
  return new AppError('UNKNOWN_RULE', `there is no rule "${asked}"`, {
    hint: `${near === undefined ? '' : `did you mean ${near}? `}\`plan-lint rules\` lists all rules`,
  })
}
