export { runCli } from './cli.ts'
export type { LoopIo } from './commands/human.ts'
