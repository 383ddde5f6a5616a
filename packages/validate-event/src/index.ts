export { runCli } from './cli.ts'
export type { ValidateIo } from './commands/validate.ts'
