import type { Preset } from '../preset.ts'
import { command } from './command.ts'

/** Every preset, in the order they are shown. */
export const presets: readonly Preset[] = [command]

/** The preset with this name, or undefined. */
export function findPreset(name: string): Preset | undefined {
  return presets.find((preset) => preset.name === name)
}
