/**
 * Every exit code of every command. 10–13 belong to Node itself, 129/130/143 are 128 + the signal's number.
 * 20–31 name the stops of `loop`.
 */
export const exitCodes = {
  ok: 0,
  refused: 1,
  usage: 2,
  internal: 3,
  gateReached: 20,
  notArmed: 21,
  unitBlocked: 22,
  budgetReached: 23,
  parked: 24,
  lockHeld: 25,
  tampering: 26,
  damaged: 27,
  baselineRed: 28,
  graphStuck: 29,
  environment: 30,
  treeInTheWay: 31,
  hangup: 129,
  interrupted: 130,
  terminated: 143,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]
