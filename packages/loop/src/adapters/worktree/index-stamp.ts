import { stampOf } from '../system/file-facts.ts'

/** Tells who wrote an index last: one that we did not write, or that another process left, may say of files what is not so. */
export interface IndexStamp {
  /** We wrote it. */
  readonly note: () => void
  /** Whether nobody wrote it since. */
  readonly isOurs: () => boolean
}

export function createIndexStamp(index: string): IndexStamp {
  let left: string | undefined
  return { note: () => (left = stampOf(index)), isOurs: () => left === stampOf(index) }
}
