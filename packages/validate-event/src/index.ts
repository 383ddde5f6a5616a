export { runCli } from './cli.ts'
export { validateEventCommand } from './command-tree.ts'
export type { ValidateIo } from './commands/validate.ts'
