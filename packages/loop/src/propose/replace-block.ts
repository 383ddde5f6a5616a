/**
 * Replaces a key of a YAML template with all that follows it up to an empty line. The key may be commented out.
 * Throws when the template has no such key: templates are ours.
 */
export function replaceBlock(template: string, key: string, lines: readonly string[]): string {
  const all = template.split('\n')
  const start = all.findIndex((line) => line.replace(/^# /u, '').startsWith(`${key}:`))
  if (start === -1) throw new Error(`the template has no key ${key}`)
  const end = all.findIndex((line, index) => index > start && line === '')
  return [...all.slice(0, start), ...lines, ...all.slice(end === -1 ? all.length - 1 : end)].join('\n')
}
