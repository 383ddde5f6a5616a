interface Requoted {
  readonly start: number
  readonly end: number
  readonly message: string
}

interface Requoting {
  readonly text: string
  readonly requoted: readonly Requoted[]
  /** The offset in the original of an offset in the changed text. */
  readonly offsetOf: (offset: number) => number
}

// A key, a colon, and a plain value with another `: ` or a final colon inside; no comment, no quote, no indicator in front.
const line = /^( *(?:- )?[A-Za-z_][\w-]*: +)([^\s"'#&*!|>%@`[{?-][^\n\r]*?)[ \t]*(?=\r?$)/gmu

/** Puts quotes around single-line plain values that hold `: `, which real plans contain and strict YAML refuses. */
export function requotePlainColons(yaml: string): Requoting {
  const requoted: Requoted[] = []
  const shifts: { readonly at: number; readonly by: number }[] = []
  let text = ''
  let copied = 0
  for (const match of yaml.matchAll(line)) {
    const [, head = '', value = ''] = match
    if (!/:(?: |$)/u.test(value) || value.includes(' #')) continue
    const start = match.index + head.length
    const quoted = JSON.stringify(value)
    requoted.push({ start, end: start + value.length, message: 'a plain value that holds ": " needs quotes' })
    text += yaml.slice(copied, start) + quoted
    shifts.push({ at: text.length, by: quoted.length - value.length })
    copied = start + value.length
  }
  return {
    text: text + yaml.slice(copied),
    requoted,
    offsetOf: (offset) => offset - shiftBefore(shifts, offset),
  }
}

function shiftBefore(
  shifts: readonly { readonly at: number; readonly by: number }[],
  offset: number,
): number {
  return shifts.reduce((total, { at, by }) => (at <= offset ? total + by : total), 0)
}
