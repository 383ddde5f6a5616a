/** What a command may use of the process it runs in. A test passes its own. */
export interface Io {
  /** The directory that relative paths start from; absolute. */
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** The result of the command. */
  readonly stdout: (text: string) => void
  /** Progress and errors. */
  readonly stderr: (text: string) => void
  readonly isTerminal: { readonly stdin: boolean; readonly stdout: boolean; readonly stderr: boolean }
}

/** Colour only on a terminal, never with NO_COLOR (https://no-color.org), always with FORCE_COLOR. */
export function wantsColor(env: Io['env'], isTerminal: boolean): boolean {
  if ((env['NO_COLOR'] ?? '') !== '') return false
  if ((env['FORCE_COLOR'] ?? '0') !== '0') return true
  return isTerminal && env['TERM'] !== 'dumb'
}
