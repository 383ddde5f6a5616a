/** Keys of a unit's front matter that the driver writes. An author's edit of them means nothing; they are not part of what is armed. */
export const driverUnitKeys: ReadonlySet<string> = new Set([
  'attempts',
  'cost_usd',
  'input_tokens',
  'output_tokens',
  'duration_seconds',
  'cumulative_attempts',
  'cumulative_cost_usd',
  'cumulative_duration_seconds',
  'cumulative_input_tokens',
  'cumulative_output_tokens',
  're_arm_count',
  're_arm_history',
  'auto_close',
  'auto_close_reasons',
  'gate_set',
  'driver_version',
  'started_at',
  'escalation_reason',
  'escalation_failure_class',
  'escalation_failure_signature',
  'folded_through_re_arm',
])

/** Keys that change while the gate is under way, and so cannot be part of what a human armed. */
export const movingUnitKeys: ReadonlySet<string> = new Set([...driverUnitKeys, 'status', 'verdict'])
export const movingGateKeys: ReadonlySet<string> = new Set(['status', 'baseline'])
export const movingPlanKeys: ReadonlySet<string> = new Set(['status'])
