import { uncontained, namespaceArgv, type Containment, type ContainmentLevel } from '../containment.ts'
import { findProgram } from './find-program.ts'

/** Root may make a process namespace by itself; everybody else needs a user namespace around it, where the kernel has them. */
const ways: readonly (readonly string[])[] = [[], ['--user', '--map-current-user']]

/** Tries on this machine whether a level can be had; undefined when it cannot. Starts a process or two. */
export async function findContainment(
  level: ContainmentLevel,
  path: string | undefined,
): Promise<Containment | undefined> {
  if (level === 'none') return uncontained
  if (process.platform !== 'linux') return undefined
  const unshare = findProgram('unshare', { cwd: '/', path })
  if (unshare === undefined) return undefined
  for (const flags of ways) {
    const containment = { level, unshare, flags } as const
    if (await works(containment)) return containment
  }
  return undefined
}

/** Whether a program in such a namespace is there and is the first one, as its own /proc shows it. */
async function works(containment: Extract<Containment, { level: 'process' }>): Promise<boolean> {
  // Loading execa takes 50 ms, which commands that start no process should not pay.
  const { execa } = await import('execa')
  const [program, ...args] = namespaceArgv(containment)
  const { exitCode, stdout } = await execa(program, [...args, '/bin/sh', '-c', 'echo $$; test -d /proc/1'], {
    reject: false,
    stdin: 'ignore',
    timeout: 10_000,
  })
  return exitCode === 0 && stdout.trim() === '1'
}
