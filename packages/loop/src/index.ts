export { runCli } from './cli.ts'
export { loopCommand } from './command-tree.ts'
export type { LoopIo } from './commands/human.ts'
