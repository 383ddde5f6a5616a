export { awaitFile, awaitThat, makeFile } from './await-file.ts'
export { completeInShell, hasShell, type CompletingShell } from './complete-in-shell.ts'
export { corpusRoot } from './corpus.ts'
export { copyRepo, checkoutOf, createRepo, type RepoOptions, type TestRepo } from './create-repo.ts'
export { gateFileOf, unitFileOf, type GateOptions, type UnitOptions } from './feature-shape.ts'
export { gitThat } from './git-that.ts'
export { historyOf, trailersOf, type HistoryEntry } from './history-of.ts'
export { endProcessesOf, processesOf, type LiveProcess } from './processes-of.ts'
export { renderGate, renderPlan, renderUnit } from './render-plan.ts'
export { binFolder, runBin, startBin, type BinEnd, type BinName, type RunningBin } from './run-bin.ts'
export { differencesOf, snapshotBytes, snapshotCheckout, type CheckoutSnapshot } from './snapshot-checkout.ts'
export {
  fakeAgentConfig,
  quickVerification,
  unitsInARow,
  writeFeature,
  type FeatureOptions,
  type WrittenFeature,
} from './write-feature.ts'
export { callsOf, controlOf, writeScenario, type Action, type AgentCall, type Scenario } from './scenario.ts'
