import { startOfFile } from '@gatecycle/diagnostics'
import type { Rule } from '../rule.ts'

export const noUnportableName: Rule = {
  code: 'PL013',
  name: 'no-unportable-name',
  severity: 'warning',
  summary: 'The names in a feature folder can be checked out on every system.',
  judges: 'open-features',

  *check({ names }) {
    const seen = new Map<string, string>()
    for (const name of names) {
      const twin = seen.get(name.toLowerCase())
      seen.set(name.toLowerCase(), name)
      const reason = twin === undefined ? whyUnportable(name) : `differs from "${twin}" in case only`
      if (reason === undefined) continue
      yield {
        file: name,
        range: startOfFile,
        message: `the name "${name}" ${reason}`,
        hint: 'rename the file: letters, digits, "-", "_" and "." are safe everywhere',
      }
    }
  },
}

/** https://learn.microsoft.com/windows/win32/fileio/naming-a-file */
function whyUnportable(name: string): string | undefined {
  // eslint-disable-next-line no-control-regex
  const forbidden = /[<>:"|?*\\\u0000-\u001F]/u.exec(name)?.[0]
  if (forbidden !== undefined) return `holds ${JSON.stringify(forbidden)}, which Windows does not allow`
  if (/[. ]$/u.test(name)) return 'ends in a dot or a blank, which Windows drops'
  if (/^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/iu.test(name)) return 'is the name of a device on Windows'
  return undefined
}
