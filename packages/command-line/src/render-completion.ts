import type { Io } from '@gatecycle/diagnostics'
import type { CommandSpec } from './command-spec.ts'
import { completionRows, type CompletionRow } from './completion-data.ts'

/** The shells that completion is written for. */
export const shells = ['bash', 'zsh', 'fish'] as const

export type Shell = (typeof shells)[number]

/** A script that teaches a shell the commands, options and values of these programs; where they end, it completes paths. */
export function renderCompletion<I extends Io>(shell: Shell, programs: readonly CommandSpec<I>[]): string {
  const rows = programs.flatMap((spec) => completionRows(spec))
  return renderers[shell](
    rows,
    programs.map(({ name }) => name),
  )
}

type Render = (rows: readonly CompletionRow[], names: readonly string[]) => string

const renderers = { bash: renderBash, zsh: renderZsh, fish: renderFish } satisfies Record<Shell, Render>

function renderBash(rows: readonly CompletionRow[], names: readonly string[]): string {
  return `# source <(gatecycle completion bash)
_gatecycle() {
  local at="\${COMP_WORDS[0]##*/}" index words
  for ((index = 1; index < COMP_CWORD; index += 1)); do
    case "$at \${COMP_WORDS[index]}" in
      ${subCommands(rows)}) at="$at \${COMP_WORDS[index]}" ;;
    esac
  done
  case "$at \${COMP_WORDS[COMP_CWORD - 1]}" in
${valueCases(rows, (words) => `words='${words}'`)}
    *)
      case "$at" in
${pathCases(rows, (words) => `words='${words}'`)}
      esac
      ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _gatecycle ${names.join(' ')}
`
}

function renderZsh(rows: readonly CompletionRow[], names: readonly string[]): string {
  return `#compdef ${names.join(' ')}
# source <(gatecycle completion zsh)
_gatecycle() {
  local at="\${words[1]:t}" word
  for word in "\${words[@]:1:$((CURRENT - 2))}"; do
    case "$at $word" in
      ${subCommands(rows)}) at="$at $word" ;;
    esac
  done
  case "$at \${words[CURRENT - 1]}" in
${valueCases(rows, (words) => `compadd -- ${words}`)}
    *)
      case "$at" in
${pathCases(rows, (words) => `compadd -- ${words}`)}
      esac
      _files
      ;;
  esac
}
compdef _gatecycle ${names.join(' ')}
`
}

function renderFish(rows: readonly CompletionRow[], names: readonly string[]): string {
  return `# gatecycle completion fish | source
function __gatecycle_at
  set -l typed (commandline -opc)
  set -l at (basename $typed[1])
  for word in $typed[2..-1]
    switch "$at $word"
      case ${quotedPaths(rows).join(' ')}
        set at "$at $word"
    end
  end
  test "$at" = "$argv[1]"
end
${rows.map((row) => fishRow(row)).join('\n')}
# ${names.join(', ')}
`
}

function fishRow({ path, commands, flags, values }: CompletionRow): string {
  const [name = ''] = path.split(' ')
  const start = `complete -c ${name} -n '__gatecycle_at "${path}"'`
  return [
    ...(commands.length === 0 ? [] : [`${start} -a '${commands.join(' ')}'`]),
    ...flags.map((flag) => {
      const chosen = values[flag]
      return `${start} -l ${flag.slice(2)}${chosen === undefined ? '' : ` -xa '${chosen.join(' ')}'`}`
    }),
  ].join('\n')
}

/** Every sub-command with its path, as patterns of a `case`. */
function subCommands(rows: readonly CompletionRow[]): string {
  return quotedPaths(rows).join(' | ')
}

function quotedPaths(rows: readonly CompletionRow[]): readonly string[] {
  return rows.filter(({ path }) => path.includes(' ')).map(({ path }) => `'${path}'`)
}

function valueCases(rows: readonly CompletionRow[], act: (words: string) => string): string {
  return rows
    .flatMap(({ path, values }) =>
      Object.entries(values).map(([flag, words]) => `    '${path} ${flag}') ${act(words.join(' '))} ;;`),
    )
    .join('\n')
}

function pathCases(rows: readonly CompletionRow[], act: (words: string) => string): string {
  return rows
    .map(({ path, commands, flags }) => `        '${path}') ${act([...commands, ...flags].join(' '))} ;;`)
    .join('\n')
}
