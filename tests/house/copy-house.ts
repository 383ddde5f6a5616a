import { execFileSync, spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** How a program in a copied house ended. */
export interface Ended {
  readonly status: number | null
  readonly stdout: string
  readonly output: string
}

/** A copy of the sources with the dependencies of the original: what is changed in it disturbs nobody. */
export interface House {
  readonly path: string
  readonly read: (file: string) => string
  readonly write: (file: string, text: string) => void
  readonly delete: (file: string) => void
  /** Runs a program of `node_modules/.bin`, or `node`. */
  readonly run: (program: string, args: readonly string[]) => Ended
  readonly remove: () => void
}

/** Copies every file that git knows or would add. */
export function copyHouse(): House {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'gatecycle-house-')))
  copySources(path)
  symlinkSync(join(root, 'node_modules'), join(path, 'node_modules'))
  for (const name of readdirSync(join(root, 'packages'))) {
    const modules = join(root, 'packages', name, 'node_modules')
    const copy = join(path, 'packages', name, 'node_modules')
    if (existsSync(modules)) cpSync(modules, copy, { recursive: true, verbatimSymlinks: true })
  }
  execFileSync('git', ['init', '-q'], { cwd: path })
  return {
    path,
    read: (file) => readFileSync(join(path, file), 'utf8'),
    write: (file, text) => {
      mkdirSync(dirname(join(path, file)), { recursive: true })
      writeFileSync(join(path, file), text)
    },
    delete: (file) => rmSync(join(path, file)),
    run: (program, args) => run(path, program, args),
    remove: () => rmSync(path, { recursive: true, force: true }),
  }
}

function copySources(path: string): void {
  const files = execFileSync('git', ['ls-files', '-z', '-co', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  })
  for (const file of files.split('\0').filter((name) => name !== '' && existsSync(join(root, name)))) {
    cpSync(join(root, file), join(path, file))
  }
}

function run(cwd: string, program: string, args: readonly string[]): Ended {
  const pnpm = readdirSync(join(root, '.tools')).find((name) => name.startsWith('pnpm-')) ?? ''
  const path = [join(root, '.tools', pnpm, 'node_modules/.bin'), process.env['PATH']].join(delimiter)
  const env = { ...process.env, PATH: path, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1', NO_COLOR: '1' }
  const file = program === 'node' ? process.execPath : join(root, 'node_modules/.bin', program)
  const { status, stdout, stderr } = spawnSync(file, args, { cwd, env, encoding: 'utf8' })
  return { status, stdout, output: `${stdout}${stderr}` }
}
