/** Numbers that are always the same for one seed. */
export interface Draw {
  /** From 0 up to, not including, `below`. */
  readonly number: (below: number) => number
  readonly one: <T>(choices: readonly T[]) => T
  readonly chance: (percent: number) => boolean
}

/** Mulberry32: small, and good enough to choose what an operator does next. */
export function createDraw(seed: number): Draw {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const number = (below: number): number => Math.floor(next() * below)
  return {
    number,
    one: (choices) => {
      const chosen = choices[number(choices.length)]
      if (chosen === undefined) throw new Error('nothing to choose from')
      return chosen
    },
    chance: (percent) => number(100) < percent,
  }
}
