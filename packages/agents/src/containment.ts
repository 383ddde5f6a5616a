/** What keeps a process in, from the weakest: nothing, or a process namespace that ends with its first process. */
export type ContainmentLevel = 'none' | 'process'

/** How a level is reached on this machine. */
export type Containment =
  | { readonly level: 'none' }
  | {
      readonly level: 'process'
      /** Absolute path of unshare(1). */
      readonly unshare: string
      /** What this user needs besides: root needs nothing, others a user namespace. */
      readonly flags: readonly string[]
    }

/** Nothing but process group, session and run mark. */
export const uncontained: Containment = { level: 'none' }

/** The descriptor on which the first process of a namespace tells how many processes it had to leave behind. */
export const survivorsDescriptor = 3

/**
 * The first process of the namespace: runs the program, waits up to a second for what it left to end by itself, says how
 * many are left, and takes them with it. Zombies have no command line, so they are not counted.
 */
const firstProcess = `
"$@" ${survivorsDescriptor}>&-
status=$?
rounds=0
while :; do
  left=0
  for process in /proc/[0-9]*; do
    [ "$process" = /proc/1 ] && continue
    line=
    { IFS= read -r line <"$process/cmdline"; } 2>/dev/null
    [ -n "$line" ] && left=$((left + 1))
  done
  rounds=$((rounds + 1))
  { [ "$left" -eq 0 ] || [ "$rounds" -gt 10 ]; } && break
  sleep 0.1
done
echo "$left" >&${survivorsDescriptor}
exit "$status"
`

/**
 * The command that runs a program at a level. A program in a process namespace is a child of a shell there, since the kernel
 * keeps most signals from the first process; when the shell ends, the kernel ends all the rest (pid_namespaces(7)).
 */
export function containedArgv(
  argv: readonly [string, ...string[]],
  containment: Containment,
): readonly [string, ...string[]] {
  if (containment.level === 'none') return argv
  return [...namespaceArgv(containment), '/bin/sh', '-c', firstProcess, 'gatecycle', ...argv]
}

/** The command up to the program that becomes the first process of a namespace. */
export function namespaceArgv({
  unshare,
  flags,
}: Extract<Containment, { level: 'process' }>): readonly [string, ...string[]] {
  return [unshare, ...flags, '--pid', '--fork', '--kill-child=SIGKILL', '--mount-proc', '--']
}
