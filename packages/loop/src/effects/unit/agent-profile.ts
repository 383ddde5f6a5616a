import { findPreset, presets, type AgentProfile, type Preset } from '@gatecycle/agents'
import { AppError, exitCodes, nearest } from '@gatecycle/diagnostics'
import { mappingOf, textOf } from '@gatecycle/plan-model'
import type { Config } from '../../config/config.ts'
import type { UnitSubject } from '../world.ts'

/** The profile that a unit is given to: its own, else the configured one. Throws an AppError when there is none. */
export function agentProfileOf({ unit, plan }: Pick<UnitSubject, 'unit' | 'plan'>): AgentProfile {
  return profileNamed(plan.config, unit.agent ?? plan.config.agent, unit.id)
}

/** Model and effort for a unit: its own, else the profile's, else the default of its type. */
export function tuningOf(
  { file, model, effort }: UnitSubject['unit'],
  profile: AgentProfile,
): { readonly model: string; readonly effort: string } {
  const own = mappingOf(file)
  return {
    model: textOf(own, 'model')?.value ?? profile.model ?? model,
    effort: textOf(own, 'effort')?.value ?? profile.effort ?? effort,
  }
}

function profileNamed({ agents }: Config, name: string | undefined, unit: string): AgentProfile {
  const profile = name === undefined ? undefined : agents.get(name)
  if (profile !== undefined) return profile
  const near = name === undefined ? undefined : nearest(name, agents.keys())
  const which =
    name === undefined
      ? `no agent is configured for ${unit}`
      : `${unit} names agent "${name}", which has no profile`
  throw new AppError('AGENT_UNKNOWN', which, {
    hint:
      near === undefined
        ? 'write a profile under agents in config.yml, and choose it with agent: NAME'
        : `did you mean "${near}"?`,
    exitCode: exitCodes.environment,
  })
}

/** The preset of a profile. Throws an AppError when there is no such preset. */
export function presetOf(profile: AgentProfile): Preset {
  const preset = findPreset(profile.preset)
  if (preset !== undefined) return preset
  const known = presets.map(({ name }) => name).join(', ')
  throw new AppError(
    'PRESET_UNKNOWN',
    `agent "${profile.name}" names preset "${profile.preset}"; known: ${known}`,
    {
      exitCode: exitCodes.environment,
    },
  )
}
