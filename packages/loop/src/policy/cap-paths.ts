/** How many paths one line of the log names: a line has an end (1 MiB), and nobody reads further. */
const mostPaths = 500
const mostBytes = 128 * 1024

export interface CappedPaths {
  readonly files_touched: string[]
  /** How many more there are; missing where all are named. */
  readonly files_left_out?: number
}

/** The paths that an attempt touched as a line of the log tells them: the first ones, and how many are left out. */
export function capPaths(paths: readonly string[]): CappedPaths {
  let bytes = 0
  const named = paths.slice(0, mostPaths).filter((path) => {
    bytes += Buffer.byteLength(JSON.stringify(path)) + 1
    return bytes <= mostBytes
  })
  const left = paths.length - named.length
  return { files_touched: named, ...(left === 0 ? {} : { files_left_out: left }) }
}
