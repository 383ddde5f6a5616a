const shape =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/
const longest = 40
const monthsOf30Days: ReadonlySet<number> = new Set([4, 6, 9, 11])

/**
 * Whether a text is a time by RFC 3339 that exists: month, day, leap year, hour, minute and second are looked at.
 * With `utc` the offset is `Z` or `+00:00`. A leap second is not accepted: no clock that is read here gives one.
 */
export function isTimestamp(text: string, offsets: 'utc' | 'any' = 'utc'): boolean {
  if (text.length > longest || !shape.test(text)) return false
  if (offsets === 'utc' && !text.endsWith('Z') && !text.endsWith('+00:00')) return false
  // most days need no calendar: before the 29th, so before "29" as text
  const day = text.slice(8, 10)
  return day < '29' || Number(day) <= daysOf(Number(text.slice(0, 4)), Number(text.slice(5, 7)))
}

function daysOf(year: number, month: number): number {
  if (monthsOf30Days.has(month)) return 30
  if (month !== 2) return 31
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return isLeap ? 29 : 28
}
