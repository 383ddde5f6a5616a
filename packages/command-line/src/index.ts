export { createProcessIo, type AskingIo } from './adapters/create-process-io.ts'
export { buildProgram } from './build-program.ts'
export {
  type Action,
  type CommandSpec,
  type ExitCodeWords,
  type Input,
  type OptionSpecs,
} from './command-spec.ts'
export { defineCommand, type OptionValues } from './define-command.ts'
export { renamed } from './renamed.ts'
export { renderCommandsPage } from './render-commands-page.ts'
export { renderCompletion, shells, type Shell } from './render-completion.ts'
export { helpHeight, helpWidth, renderHelp } from './render-help.ts'
export { runProgram } from './run-program.ts'
