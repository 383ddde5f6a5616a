export { gatecycleCommand, programs } from './gatecycle-command.ts'
