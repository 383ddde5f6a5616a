import { mergeConfig, type EffectiveConfig } from './merge-config.ts'
import { parseConfig, type ConfigText } from './parse-config.ts'

/** The configuration of the texts that are there. Throws an AppError CONFIG_INVALID with the place of what is wrong. */
export function effectiveConfigOf(
  repository: ConfigText | undefined,
  personal: ConfigText | undefined,
): EffectiveConfig {
  const [theirs, ours] = [repository, personal].map((text) => (text === undefined ? {} : parseConfig(text)))
  return mergeConfig(theirs ?? {}, ours ?? {})
}
