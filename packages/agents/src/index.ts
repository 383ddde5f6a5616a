export { endMarkedProcesses } from './adapters/end-marked-processes.ts'
export type { EndedProcess, EndingPatience } from './adapters/end-processes.ts'
export { findMarkedProcesses, type ProcessScan } from './adapters/find-marked-processes.ts'
export { findContainment } from './adapters/find-containment.ts'
export { findProgram, type ProgramPlace } from './adapters/find-program.ts'
export type { ProcessFacts } from './adapters/process-facts.ts'
export { runProcess, startedProcesses } from './adapters/run-process.ts'
export { loadProcessStarter } from './adapters/start-process.ts'
export { uncontained, type Containment, type ContainmentLevel } from './containment.ts'
export { decideOutcome } from './decide-outcome.ts'
export { filterEnvironment, type EnvironmentRules, type FilteredEnvironment } from './filter-environment.ts'
export type {
  AgentClass,
  AgentJob,
  AgentOutcome,
  AgentProfile,
  Invocation,
  OutputParser,
  Preset,
} from './preset.ts'
export { findPreset, presets } from './presets/index.ts'
export type { CappedOutput, Ending, OutputFileEnd, ProcessEnd, SpawnFailure, Stop } from './process-end.ts'
export {
  defaultDrainMs,
  defaultKillGraceMs,
  defaultOutputCapBytes,
  defaultOutputFileCapBytes,
  type OutputStream,
  type ProcessOrder,
  type OutputFilter,
} from './process-order.ts'
export { runAgent, type AgentOrder, type AgentRun } from './run-agent.ts'
export { createRunMark, markedEnvironment, runMarkVariable, type RunMark } from './run-mark.ts'
