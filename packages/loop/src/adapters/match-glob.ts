import picomatch from 'picomatch'

/** Globs of plans: `**` crosses folders, a dot at the start of a name is nothing special, nor is a line end in it. */
export function matchesGlob(path: string, globs: readonly string[]): boolean {
  return picomatch([...globs], { dot: true, flags: 's' })(path)
}
