import picomatch from 'picomatch'

const compiled = new WeakMap<readonly string[], (path: string) => boolean>()

/** Globs of plans: `**` crosses folders, a dot at the start of a name is nothing special, nor is a line end in it. */
export function matchesGlob(path: string, globs: readonly string[]): boolean {
  const matches = compiled.get(globs) ?? picomatch([...globs], { dot: true, flags: 's' })
  compiled.set(globs, matches)
  return matches(path)
}
