import { hashMark } from './seal-event.ts'

const sealedLine = new RegExp(`${hashMark}sha256:[0-9a-f]{64}"\\}$`, 'mu')

/** Whether a log is one of version 1, whatever stands before its first sealed line. Looks at how lines end, and checks nothing. */
export function isSealedLog(log: string): boolean {
  return sealedLine.test(log)
}
