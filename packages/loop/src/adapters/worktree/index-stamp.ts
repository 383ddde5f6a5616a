import { stampOf } from '../system/file-facts.ts'

/** Tells who wrote an index last, if anybody: one that we did not write, or that another process left, may say of files what is not so. */
export interface IndexStamp {
  /** We wrote it. */
  readonly note: () => void
  /** Whether nobody else wrote it. */
  readonly isOurs: () => boolean
}

export function createIndexStamp(index: string): IndexStamp {
  // None is there: it says nothing of files.
  let left = ''
  return { note: () => (left = stampOf(index)), isOurs: () => left === stampOf(index) }
}
