export { AppError, type AppErrorOptions } from './app-error.ts'
export { createColors, type Colors } from './colors.ts'
export { compareDiagnostics } from './compare-diagnostics.ts'
export { countBySeverity, plural, renderCounts } from './count-diagnostics.ts'
export {
  startOfFile,
  type Diagnostic,
  type Position,
  type Range,
  type RelatedPlace,
  type Severity,
} from './diagnostic.ts'
export { exitCodes, type ExitCode } from './exit-code.ts'
export { wantsColor, type Io } from './io.ts'
export { nearest } from './nearest.ts'
export { renderError } from './render-error.ts'
export { renderGithub } from './render-github.ts'
export { renderJson } from './render-json.ts'
export { renderJsonLines } from './render-json-lines.ts'
export { renderOneLine } from './render-one-line.ts'
export { renderPretty, type PrettyOptions } from './render-pretty.ts'
export { renderSarif, type SarifTool } from './render-sarif.ts'
export { toSystemProblem } from './system-problem.ts'
export { visibleText } from './visible-text.ts'
