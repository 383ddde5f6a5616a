import { cpSync, existsSync, lstatSync, mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Links or copies paths of the operator's checkout into the worktree; what is not there, or there already, is left alone. */
export function shareIgnored(
  from: string,
  to: string,
  { link, copy }: { readonly link: readonly string[]; readonly copy: readonly string[] },
): readonly string[] {
  const linked = link.filter((path) => existsSync(join(from, path)))
  for (const path of linked) linkInto(join(from, path), join(to, path))
  for (const path of copy.filter((candidate) => existsSync(join(from, candidate))))
    copyInto(join(from, path), join(to, path))
  return linked
}

function linkInto(source: string, target: string): void {
  if (isThere(target)) {
    if (lstatSync(target).isSymbolicLink()) return
    rmSync(target, { recursive: true })
  }
  mkdirSync(dirname(target), { recursive: true })
  symlinkSync(source, target, lstatSync(source).isDirectory() ? 'junction' : 'file')
}

function copyInto(source: string, target: string): void {
  if (isThere(target)) return
  mkdirSync(dirname(target), { recursive: true })
  cpSync(source, target, { recursive: true, verbatimSymlinks: true })
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined
}
