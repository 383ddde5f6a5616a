import picomatch from 'picomatch'

const compiled = new WeakMap<readonly string[], (path: string) => boolean>()

/**
 * Globs of plans: `**` crosses folders, a dot at the start of a name is nothing special, nor is a line end in it. Composed and
 * decomposed letters are the same letter: which of the two a file system or an editor wrote, nobody sees.
 */
export function matchesGlob(path: string, globs: readonly string[]): boolean {
  const matches = compiled.get(globs) ?? compile(globs)
  compiled.set(globs, matches)
  return matches(path.normalize('NFC'))
}

function compile(globs: readonly string[]): (path: string) => boolean {
  const composed = globs.map((glob) => glob.normalize('NFC'))
  return picomatch(composed, { dot: true, flags: 's' })
}
