/** What every process of one run carries in its environment, so that it is found again wherever it hides. */
export interface RunMark {
  readonly variable: string
  readonly token: string
}

/** The environment variable that holds the token of the run; its presence means "started by the driver". */
export const runMarkVariable = 'GATECYCLE_RUN_MARK'

/** The mark with this token; the token must be unlike any other run's, because everything that carries it is ended. */
export function createRunMark(token: string): RunMark {
  if (!/^[\w.-]{1,128}$/u.test(token)) throw new TypeError(`not a run mark token: ${JSON.stringify(token)}`)
  return { variable: runMarkVariable, token }
}

/** The environment with the mark in it; an outer run's mark is replaced. */
export function markedEnvironment(
  env: Readonly<Record<string, string>>,
  mark: RunMark,
): Record<string, string> {
  return { ...env, [mark.variable]: mark.token }
}
