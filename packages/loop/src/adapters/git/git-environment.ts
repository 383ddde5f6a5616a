/** What the driver's own git calls need of the environment; everything else, every GIT_* above all, stays out. */
export const inheritedNames = [
  'PATH',
  'HOME',
  'USERPROFILE',
  'SystemRoot',
  'TMPDIR',
  'TEMP',
  'XDG_CONFIG_HOME',
  'GIT_CONFIG_GLOBAL',
  'GIT_CONFIG_SYSTEM',
  'GIT_CONFIG_NOSYSTEM',
  'GIT_AUTHOR_NAME',
  'GIT_AUTHOR_EMAIL',
  'GIT_COMMITTER_NAME',
  'GIT_COMMITTER_EMAIL',
] as const

/** The driver is never cut in by hooks, fsmonitor programs or auto-gc, and what it writes is on disk before it goes on. */
export const gitConfig = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.quotePath=false',
  'core.fsync=objects,reference',
  'gc.auto=0',
  'maintenance.auto=false',
  'advice.detachedHead=false',
] as const

/** The whole environment of a git call of ours; `env` is that of the command that runs us. */
export function gitEnvironment(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const inherited = inheritedNames.flatMap((name) => {
    const value = env[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  return {
    ...Object.fromEntries(inherited),
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    // Objects as they are: refs/replace would show us other ones, and any agent can write it.
    GIT_NO_REPLACE_OBJECTS: '1',
    LC_ALL: 'C',
  }
}

/** Git hangs where a disk, a filter program or a prompt does: nobody waits longer than this, in milliseconds. */
export function gitTimeoutOf(env: Readonly<Record<string, string | undefined>>): number {
  const seconds = Number(env['GATECYCLE_GIT_TIMEOUT'] ?? '')
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : 600_000
}
