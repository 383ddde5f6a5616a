import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type CompletingShell = 'bash' | 'zsh' | 'fish'

/** Whether the shell is installed; a test of it skips where it is not, and says so by its name. */
export function hasShell(shell: CompletingShell): boolean {
  return spawnSync(shell, ['-c', 'true'], { stdio: 'ignore' }).status === 0
}

/**
 * What a shell offers for the last word of a line, once it has read a completion script as its user's shell does. The shell
 * is the real one with its own line editor and completion system, in an empty folder and without anybody's configuration.
 */
export function completeInShell(shell: CompletingShell, script: string, line: string): readonly string[] {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'gatecycle-shell-')))
  try {
    mkdirSync(join(folder, 'empty'))
    writeFileSync(join(folder, 'script'), script)
    writeFileSync(join(folder, 'seen'), '')
    return [...new Set(drivers[shell](folder, line).split('\n').filter(Boolean))].toSorted()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

type Drive = (folder: string, line: string) => string

const drivers = { bash: driveBash, zsh: driveZsh, fish: driveFish } satisfies Record<CompletingShell, Drive>

/** A shell that waits for more than was typed is ended, and the test fails on that. */
const longestMs = 30_000

function run(folder: string, [program = '', ...args]: readonly string[], input = ''): string {
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    ZDOTDIR: folder,
    FOLDER: folder,
    TERM: 'dumb',
    INPUTRC: '/dev/null',
  }
  const { status, signal, stdout, stderr } = spawnSync(program, args, {
    cwd: join(folder, 'empty'),
    env,
    input,
    encoding: 'utf8',
    timeout: longestMs,
    killSignal: 'SIGKILL',
  })
  if (status !== 0) throw new Error(`${program} ended with ${status ?? signal}: ${stdout}${stderr}`)
  return stdout
}

/** Readline takes the keys from standard input; what the registered function answers is written down beside it. */
function driveBash(folder: string, line: string): string {
  const rc = `source "$FOLDER/script"
seen() { _gatecycle "$@"; printf '%s\\n' "\${COMPREPLY[@]}" >> "$FOLDER/seen"; }
eval "$(complete -p | sed -n 's/-F _gatecycle/-F seen/p')"
`
  writeFileSync(join(folder, 'rc'), rc)
  const clearLine = '\u0015'
  run(folder, ['bash', '--rcfile', join(folder, 'rc'), '-i'], `${line}\t${clearLine}\nexit 0\n`)
  return readFileSync(join(folder, 'seen'), 'utf8')
}

/** A zsh that types into another one, which has `compinit` as its user's would; what is added there is written down. */
function driveZsh(folder: string, line: string): string {
  const rc = `autoload -Uz compinit && compinit -u -D
source "$FOLDER/script"
compadd() {
  local -a matches
  builtin compadd -O matches "$@"
  print -rl -- "\${matches[@]}" >> "$FOLDER/seen"
  builtin compadd "$@"
}
shown() { print '<shown>' }
comppostfuncs=(shown)
bindkey '^I' complete-word
`
  writeFileSync(join(folder, '.zshrc'), rc)
  const drive = `zmodload zsh/zpty
zpty shell 'zsh -d -i'
zpty -w -n shell "$1"$'\\t'
zpty -r shell output '*<shown>*'
zpty -d shell
`
  writeFileSync(join(folder, 'drive'), drive)
  run(folder, ['zsh', '-f', join(folder, 'drive'), line])
  return readFileSync(join(folder, 'seen'), 'utf8')
}

/** fish answers for itself, each offer with its description behind a tab. */
function driveFish(folder: string, line: string): string {
  const ask = 'source $FOLDER/script; complete -C $argv[1]'
  return run(folder, ['fish', '--no-config', '-c', ask, line]).replaceAll(/\t.*$/gmu, '')
}
