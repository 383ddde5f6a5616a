import pc from 'picocolors'

export type Colors = ReturnType<typeof pc.createColors>

/** Colour functions that do nothing when `enabled` is false. The terminal is looked at by the caller, not here. */
export function createColors(enabled: boolean): Colors {
  return pc.createColors(enabled)
}
