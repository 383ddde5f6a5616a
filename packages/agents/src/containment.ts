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
 * many are left, and takes them with it. A process is alive by its state (proc_pid_status(5)): its command line is empty in the
 * middle of exec. A look that met nobody counts only when no number was given meanwhile (proc_loadavg(5), which counts per
 * namespace): who begins another process and ends is seen by none. Nothing is forked for it.
 */
const firstProcess = `
"$@" ${survivorsDescriptor}>&-
status=$?
rounds=0
while :; do
  read -r _ _ _ _ before </proc/loadavg
  left=0
  for process in /proc/[0-9]*; do
    [ "$process" = /proc/1 ] && continue
    state=
    { while read -r key state _; do [ "$key" = State: ] && break; done <"$process/status"; } 2>/dev/null
    case "$state" in '' | Z | X) ;; *) left=$((left + 1)) ;; esac
  done
  read -r _ _ _ _ after </proc/loadavg
  [ "$left" -eq 0 ] && [ "$before" != "$after" ] && left=1
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
