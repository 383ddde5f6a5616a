import type { Io } from '@gatecycle/diagnostics'
import type { CommandSpec } from './command-spec.ts'
import { renderHelp } from './render-help.ts'

/** The page of all commands: each with its help, which is the one that it prints. What stands there already is not repeated. */
export function renderCommandsPage<I extends Io>(programs: readonly CommandSpec<I>[]): string {
  const parts = sectionsOf(programs, [], new Set())
  return `# Commands

Written by \`pnpm docs:update\` from the command trees; do not edit it. What the exit codes mean for a run, and every error:
[Errors and exit codes](errors.md).

${parts.join('\n')}`
}

function sectionsOf<I extends Io>(
  specs: readonly CommandSpec<I>[],
  before: readonly string[],
  shown: Set<CommandSpec<I>['run']>,
): readonly string[] {
  return specs.flatMap((spec) => {
    if (spec.run !== undefined && shown.has(spec.run)) return []
    shown.add(spec.run)
    const path = [...before, spec.name]
    const heading = `${'#'.repeat(path.length + 1)} ${path.join(' ')}`
    const help = `${heading}\n\n\`\`\`text\n${renderHelp(spec, path)}\`\`\`\n`
    return [help, ...sectionsOf(spec.commands ?? [], path, shown)]
  })
}
