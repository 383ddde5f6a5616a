/** Lets one step at a time happen, in the order in which they came, whoever waits for them. */
export function createTurns(): <T>(step: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return async (step) => {
    const turn = last.then(step, step)
    last = turn
    return turn
  }
}
